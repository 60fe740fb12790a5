/// The learning rules of recurrent networks. A rule added here wants its spec below and its recipe in
/// Presage.
public enum RecurrentRule: String, CaseIterable, Hashable, Sendable {
    /// Backpropagation through the whole sequence.
    case fullBPTT = "bptt"
    /// Backpropagation through windows.
    case truncatedBPTT = "truncated_bptt"
    /// Truncated BPTT with windows `extra_steps` longer.
    case truncatedBPTTExtra = "truncated_bptt_extra"
    /// Truncated BPTT with windows twice as long.
    case truncatedBPTTDouble = "truncated_bptt_double"
    /// Truncated BPTT with the exact future gradient at the boundary.
    case oracle
    /// The oracle's gradient times `sg_scale`.
    case oracleScaled = "oracle_scaled"
    /// Truncated BPTT with a synthetic gradient at the boundary.
    case synthetic = "sg"
    /// Truncated BPTT with the synthetic gradient of another sample of the batch.
    case permutedSynthetic = "sg_permuted"
    /// Truncated BPTT with the batch's mean synthetic gradient.
    case meanSynthetic = "sg_mean"
    /// Truncated BPTT with a synthesizer regressed to λ-returns.
    case bpLambda = "bp_lambda"
    /// BP(λ) in its online form, with a linear synthesizer.
    case bpLambdaOnline = "bp_lambda_online"
    /// Rules that carry derivatives along and have a gradient at every step.
    case rtrl, snap1, rflo, uoro

    private static let windows: SettingSet = [.truncation, .remainder]
    private static let windowLaws: Set<RuleSpec.Law> = [
        .wholeWindowIsFullBPTT, .batchInvariant, .windowSlope,
    ]

    /// The rule's description.
    package var spec: RuleSpec {
        switch self {
        case .fullBPTT:
            RuleSpec(
                "BPTT", source: "Werbos 1990", pace: .sequence,
                reads: [.carriedScaling],
                laws: Self.windowLaws.union([.sumsToFullBPTT]))
        case .truncatedBPTT:
            RuleSpec(
                "truncated BPTT", source: "Williams and Peng 1990, h = h' = T", pace: .window,
                reads: Self.windows.union([.carriedScaling]),
                laws: Self.windowLaws)
        case .truncatedBPTTExtra:
            RuleSpec(
                "BPTT of T+k", source: "the control that a synthesizer's work buys instead",
                pace: .window,
                reads: Self.windows.union([.carriedScaling, .extraSteps]),
                laws: Self.windowLaws)
        case .truncatedBPTTDouble:
            RuleSpec(
                "BPTT of 2T", source: "the control that two windows joined must reach",
                pace: .window,
                reads: Self.windows.union([.carriedScaling]),
                laws: Self.windowLaws)
        case .oracle:
            RuleSpec(
                "oracle SG", source: "the exact future gradient, by looking ahead", pace: .window,
                reads: Self.windows.union([.horizon]),
                laws: Self.windowLaws.union([.sumsToFullBPTT]))
        case .oracleScaled:
            RuleSpec(
                "scaled oracle SG", source: "the exact future gradient times sg_scale",
                pace: .window,
                reads: Self.windows.union([.horizon, .sgScale]),
                laws: Self.windowLaws)
        case .synthetic:
            RuleSpec(
                "SG", source: "Jaderberg et al. 2017, sections 2 and 3", pace: .window,
                synthesizers: SynthesizerKind.allCases,
                options: SyntheticOption.allCases,
                reads: Self.syntheticReads.union([.mixingLambda]),
                laws: Self.windowLaws.union([.startsAsTruncatedBPTT]))
        case .permutedSynthetic:
            RuleSpec(
                "SG permuted", source: "the control of what a prediction says of its own sample",
                pace: .window, synthesizers: Self.exchanged, reads: Self.syntheticReads,
                // Another batch is another permutation.
                laws: Self.windowLaws.subtracting([.batchInvariant])
                    .union([.startsAsTruncatedBPTT]))
        case .meanSynthetic:
            RuleSpec(
                "SG mean", source: "the control of what all samples' predictions have in common",
                pace: .window, synthesizers: Self.exchanged, reads: Self.syntheticReads,
                laws: Self.windowLaws.union([.startsAsTruncatedBPTT]))
        case .bpLambda:
            RuleSpec(
                "BP(λ)", source: "Pemberton and Costa 2024, arXiv 2401.07044", pace: .window,
                synthesizers: [.linear, .mlpSkip],
                reads: Self.lambdaReads.union([.horizon, .synthesizerCopyEvery]),
                laws: Self.windowLaws.union([.startsAsTruncatedBPTT]))
        case .bpLambdaOnline:
            RuleSpec(
                "BP(λ) online", source: "Pemberton and Costa 2024, arXiv 2401.07044",
                pace: .window, memory: [.trace, .jacobian],
                reads: Self.lambdaReads.union(SynthesizerKind.linear.reads.recurrent),
                laws: Self.windowLaws.union([.startsAsTruncatedBPTT]))
        case .rtrl:
            RuleSpec(
                "RTRL", source: "Williams and Zipser 1989", pace: .step,
                memory: [.influence, .jacobian], reads: [],
                laws: [.sumsToFullBPTT, .batchInvariant])
        case .snap1:
            RuleSpec(
                "SnAp-1", source: "Menick et al. 2021, n = 1", pace: .step,
                memory: [.unitInfluence, .jacobian], reads: [],
                laws: [.maskedInfluence, .batchInvariant])
        case .rflo:
            RuleSpec(
                "RFLO", source: "Murray 2019", pace: .step,
                memory: [.unitInfluence], reads: [], laws: [.carryOnly, .batchInvariant])
        case .uoro:
            RuleSpec(
                "UORO", source: "Tallec and Ollivier 2018", pace: .step,
                memory: [.tangents, .jacobian], reads: [], laws: [.unbiased])
        }
    }

    private static var syntheticReads: SettingSet {
        [
            .truncation, .remainder, .carriedScaling, .sgScale, .scaleBootstrap, .sequenceEnd,
            .synthesizerCopyEvery, .synthesizerSteps,
        ]
    }

    /// The synthesizers whose predictions differ between the samples of a batch.
    private static let exchanged: [SynthesizerKind] = [.linear, .mlp, .mlpSkip]

    private static var lambdaReads: SettingSet {
        windows.union([.returnLambda, .discount, .sgScale, .scaleBootstrap])
    }
}
