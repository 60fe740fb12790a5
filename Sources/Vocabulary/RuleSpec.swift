/// A learning rule as data.
package struct RuleSpec: Hashable, Sendable {
    /// The name in reports.
    package let label: String
    /// The publication: author, year, section or equation.
    package let source: String
    /// The part of a sequence after which the rule has gradients.
    package let pace: Pace
    /// The synthesizers that the rule may have; empty for a rule without a choice of them.
    package let synthesizers: [SynthesizerKind]
    /// The options that the synthesizers may have.
    package let options: [SyntheticOption]
    /// The tensors that the rule holds besides what a window takes.
    package let memory: Set<Memory>
    /// The settings that the rule reads.
    package let reads: SettingSet
    /// The laws that hold of the rule exactly; the conformance tests run over rules × laws.
    package let laws: Set<Law>

    /// The part of a sequence that a rule is given at a time.
    package enum Pace: Hashable, Sendable {
        case step, window, sequence
    }

    /// The tensors that a rule holds, which bound the size of the network: those that it carries
    /// along, of which it has one more to work in, and those of a Jacobian.
    package enum Memory: Hashable, Sendable {
        /// One step for every component of the state, B·S rows of states, cotangents and gates.
        case jacobian
        /// An eligibility trace of a linear synthesizer: B·S²·(S + 1) numbers.
        case trace
        /// The influence of every parameter on every component of the state: B·S·P numbers.
        case influence
        /// The influence of every parameter on its own unit: B·(S/H)·P numbers.
        case unitInfluence
        /// A tangent of the state and one of the parameters: B·(S + P) numbers.
        case tangents
    }

    /// Whether the rule looks ahead of the window, to the sequence's end or to a horizon.
    package var looksAhead: Bool { reads.contains(.horizon) }
    /// Whether the rule keeps influences unit by unit, which no cell that mixes units allows.
    package var isUnitLocal: Bool { memory.contains(.unitInfluence) }

    /// Something that must hold of a rule.
    package enum Law: CaseIterable, Hashable, Sendable {
        /// E1: with windows as long as the sequence the rule is full BPTT, bit for bit.
        case wholeWindowIsFullBPTT
        /// E2: before its synthesizer has learned anything the rule is truncated BPTT, bit for bit.
        case startsAsTruncatedBPTT
        /// With a batch of one the rule is `sg`, bit for bit: its samples exchange something.
        case aloneIsSynthetic
        /// E3: summed over a sequence at frozen parameters, the rule's gradients are full BPTT's.
        case sumsToFullBPTT
        /// E6: a batch repeated changes no gradient, no loss, no step.
        case batchInvariant
        /// E8: the rule's window gradients are the slopes of the window's objective.
        case windowSlope
        /// The rule is RTRL with the influence masked after every step.
        case maskedInfluence
        /// The rule is RTRL with the recurrent products held constant.
        case carryOnly
        /// The rule's mean over draws is RTRL.
        case unbiased
    }

    init(
        _ label: String, source: String, pace: Pace,
        synthesizers: [SynthesizerKind] = [], options: [SyntheticOption] = [],
        memory: Set<Memory> = [],
        reads: SettingSet, laws: Set<Law> = []
    ) {
        self.label = label
        self.source = source
        self.pace = pace
        self.synthesizers = synthesizers
        self.options = options
        self.memory = memory
        self.reads = reads
        self.laws = laws
    }
}
