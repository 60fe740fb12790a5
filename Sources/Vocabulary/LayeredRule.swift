/// The ways to train a layered (feed-forward) network.
public enum LayeredRule: String, CaseIterable, Hashable, Sendable {
    /// Backpropagation through all layers.
    case backprop
    /// Training of the last layer alone.
    case noBackprop = "no_backprop"
    /// Synthetic gradients between layers.
    case synthetic = "sg"

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
        case .synthetic:
            RuleSpec(
                RecurrentRule.synthetic.spec.label,
                source: "Jaderberg et al. 2017, sections 2 and 3.2", pace: .window,
                synthesizers: SynthesizerKind.allCases, options: [.conditioned, .warmUp],
                reads: [.placement, .inputSynthesizer, .layerMixing, .sgScale])
        }
    }
}
