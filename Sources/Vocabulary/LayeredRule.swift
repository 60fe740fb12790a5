/// The ways to train a layered (feed-forward) network.
public enum LayeredRule: String, CaseIterable, Hashable, Sendable {
    /// Backpropagation through all layers.
    case backprop
    /// Training of the last layer alone.
    case noBackprop = "no_backprop"
    /// Backpropagation for `warm_up` updates, then training of the last layer alone.
    case backpropThenFrozen = "backprop_then_frozen"
    /// Direct feedback alignment: fixed random feedback of the output's error to every layer.
    case directFeedback = "dfa"
    /// Synthetic gradients between layers.
    case synthetic = "sg"
    /// Synthetic gradients between layers that are predicted from the label alone.
    case labelSynthetic = "sg_label"

    /// The rule's description.
    package var spec: RuleSpec {
        switch self {
        case .backprop:
            RuleSpec(
                "backprop", source: "Rumelhart, Hinton and Williams 1986", pace: .window,
                reads: [.inputSynthesizer])
        case .noBackprop:
            RuleSpec(
                "no backprop", source: "the baseline of what the layers below the last one bring",
                pace: .window, reads: [])
        case .backpropThenFrozen:
            RuleSpec(
                "backprop, then frozen",
                source: "the control of what a warm-up alone has trained", pace: .window,
                reads: [.warmUp])
        case .directFeedback:
            RuleSpec("DFA", source: "Nøkland 2016, arXiv 1609.01596", pace: .window, reads: [])
        case .synthetic:
            RuleSpec(
                RecurrentRule.synthetic.spec.label,
                source: "Jaderberg et al. 2017, sections 2 and 3.2", pace: .window,
                synthesizers: SynthesizerKind.allCases, options: [.conditioned, .warmUp],
                reads: Self.syntheticReads)
        case .labelSynthetic:
            RuleSpec(
                "SG label alone",
                source: "the control of what a conditioned synthesizer has from the state",
                pace: .window,
                reads: Self.syntheticReads.union(SynthesizerKind.linear.reads.layered))
        }
    }

    /// Whether synthetic gradients join the segments of a placement, of which there may be none.
    package var isSynthetic: Bool {
        switch self {
        case .synthetic, .labelSynthetic: true
        case .backprop, .noBackprop, .backpropThenFrozen, .directFeedback: false
        }
    }

    private static let syntheticReads: SettingSet = [
        .placement, .inputSynthesizer, .layerMixing, .sgScale, .synthesizerSteps,
    ]
}
