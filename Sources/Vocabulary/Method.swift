/// A training method, as experiments and the command line name it: a learning rule and, where it has
/// one, its synthesizer and the synthesizer's options.
public struct Method: Hashable, Sendable {
    /// The rule's word, which a recurrent and a layered rule may share.
    let word: String
    /// The synthesizer; nil for a rule without a choice of them.
    public let synthesizer: SynthesizerKind?
    /// The options of the synthesizer; empty without one.
    public let options: Set<SyntheticOption>

    private init(
        _ word: String, _ synthesizer: SynthesizerKind? = nil, options: Set<SyntheticOption> = []
    ) {
        self.word = word
        self.synthesizer = synthesizer
        self.options = options
    }

    /// The rule by which it trains a recurrent network; nil where it trains none.
    package var recurrent: RecurrentRule? { RecurrentRule(rawValue: word) }

    /// The rule by which it trains a layered network; nil where it trains none.
    package var layered: LayeredRule? {
        LayeredRule(rawValue: word).flatMap { rule in
            options.isSubset(of: synthesizer == nil ? [] : rule.spec.options) ? rule : nil
        }
    }

    /// A learning rule of recurrent networks that has no synthesizer to choose.
    public static func rule(_ rule: RecurrentRule) -> Method { Method(rule.rawValue) }

    private static func layers(_ rule: LayeredRule) -> Method { Method(rule.rawValue) }

    /// Backpropagation through the whole sequence.
    public static let fullBPTT = rule(.fullBPTT)
    /// Backpropagation through windows of `truncation` steps; no gradient crosses a boundary.
    public static let truncatedBPTT = rule(.truncatedBPTT)
    /// Truncated BPTT with windows `extra_steps` longer: what the synthesizer's work buys instead.
    public static let truncatedBPTTExtra = rule(.truncatedBPTTExtra)
    /// Truncated BPTT with windows of 2·`truncation` steps: what two windows joined should do.
    public static let truncatedBPTTDouble = rule(.truncatedBPTTDouble)
    /// Truncated BPTT with the exact future gradient at the boundary, by looking ahead.
    public static let oracle = rule(.oracle)
    /// The oracle's gradient times `sg_scale`.
    public static let oracleScaled = rule(.oracleScaled)
    /// Truncated BPTT with a linear synthesizer regressed by the online form of BP(λ).
    public static let bpLambdaOnline = rule(.bpLambdaOnline)
    /// Backpropagation through all layers of a feed-forward network.
    public static let backprop = layers(.backprop)
    /// Training of the last layer alone: the baseline of what the layers below it bring.
    public static let noBackprop = layers(.noBackprop)
    /// Backpropagation for the first `warm_up` updates, then training of the last layer alone: what
    /// a warm-up has brought by itself.
    public static let backpropThenFrozen = layers(.backpropThenFrozen)
    /// Direct feedback alignment: every hidden layer is trained by the output's error times fixed
    /// random weights.
    public static let directFeedback = layers(.directFeedback)
    /// Synthetic gradients between layers that a linear synthesizer predicts from the label alone.
    public static let labelSynthetic = layers(.labelSynthetic)

    /// Truncated BPTT with a synthetic gradient at the boundary, its targets bootstrapped; in a
    /// feed-forward network, synthetic gradients between layers. The order of options is no matter.
    public static func synthetic(
        _ synthesizer: SynthesizerKind, _ options: SyntheticOption...
    ) -> Method {
        Method(RecurrentRule.synthetic.rawValue, synthesizer, options: Set(options))
    }

    /// Synthetic gradients of which every sample gets another sample's, permuted over the batch at
    /// every window.
    public static func permutedSynthetic(_ synthesizer: SynthesizerKind) -> Method {
        Method(RecurrentRule.permutedSynthetic.rawValue, synthesizer)
    }

    /// Synthetic gradients of which every sample gets the batch's mean.
    public static func meanSynthetic(_ synthesizer: SynthesizerKind) -> Method {
        Method(RecurrentRule.meanSynthetic.rawValue, synthesizer)
    }

    /// Truncated BPTT with a synthesizer regressed to λ-returns.
    public static func bpLambda(_ synthesizer: SynthesizerKind) -> Method {
        Method(RecurrentRule.bpLambda.rawValue, synthesizer)
    }

    var orderedOptions: [SyntheticOption] {
        SyntheticOption.allCases.filter(options.contains)
    }

    /// The word in the configuration and in the `method` coordinate: `sg_linear_conditioned`.
    public var name: String {
        ([word, synthesizer?.rawValue].compactMap { $0 } + orderedOptions.map(\.rawValue))
            .joined(separator: "_")
    }

    /// The heading of a column in reports: `SG linear, conditioned`.
    public var label: String {
        let rule = (recurrent?.spec ?? layered?.spec)?.label ?? word
        return [rule, synthesizer?.label].compactMap { $0 }.joined(separator: " ")
            + orderedOptions.map(\.label).joined()
    }

    /// The source of its rule: author, year, section.
    package var source: String { (recurrent?.spec ?? layered?.spec)?.source ?? "" }

    /// The settings that the rule, its synthesizer and the options read.
    public var reads: Reads {
        let rule = Reads(
            recurrent: recurrent?.spec.reads ?? [], layered: layered?.spec.reads ?? [])
        return options.reduce(rule.union(synthesizer?.reads ?? [])) { $0.union($1.reads) }
    }

    /// The settings that change nothing with the method, though something else reads them.
    var ignores: SettingSet {
        var ignored = SettingSet()
        // Whole sequences are windows.
        if recurrent?.spec.pace == .sequence { ignored.insert(.stepPer) }
        // Without synthetic gradients between layers there is nothing to predict there.
        if let layered, !layered.isSynthetic { ignored.insert(.ceilingSamples) }
        // A prediction of zero is the same at any scale, and from any copy.
        if synthesizer == .zero {
            ignored.formUnion([
                .sgScale, .scaleBootstrap, .synthesizerCopyEvery, .synthesizerSteps,
            ])
        }
        return ignored
    }

    /// Whether the method trains networks of a family.
    package func trains(_ family: NetworkFamily) -> Bool {
        switch family {
        case .recurrent: recurrent != nil
        case .layered: layered != nil
        }
    }
}

extension Method: CaseIterable {
    /// Every rule with every synthesizer and every set of options that it may have.
    public static let allCases: [Method] =
        RecurrentRule.allCases.flatMap { variants($0.rawValue, $0.spec) }
        + LayeredRule.allCases.filter { RecurrentRule(rawValue: $0.rawValue) == nil }
        .flatMap { variants($0.rawValue, $0.spec) }

    /// A rule with every synthesizer and every set of options.
    private static func variants(_ word: String, _ spec: RuleSpec) -> [Method] {
        guard !spec.synthesizers.isEmpty else { return [Method(word)] }
        return spec.synthesizers.flatMap { synthesizer in
            subsets(of: spec.options.filter(synthesizer.options.contains)).map {
                Method(word, synthesizer, options: $0)
            }
        }
    }

    /// All subsets, the empty one first and then by the order of the options.
    private static func subsets(of options: [SyntheticOption]) -> [Set<SyntheticOption>] {
        options.reversed().reduce([[]]) { subsets, option in
            subsets + subsets.map { $0.union([option]) }
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
    static let readsByValue = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.value, $0.reads) })
    static let spellingsByValue = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.value, $0.spelling) })
    static let domain = Domain.choices(allCases.map(\.name))
}

extension Method: SettingValue {
    /// The method's name as a text.
    public var value: Value { .text(name) }

    /// Reads the name of a method; nil when no method has it.
    public init?(_ value: Value) {
        guard case .text(let name) = value, let method = Self.byName[name] else { return nil }
        self = method
    }
}
