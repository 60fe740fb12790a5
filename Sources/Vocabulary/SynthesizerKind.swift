/// The networks that predict a gradient.
public enum SynthesizerKind: String, CaseIterable, Hashable, Sendable {
    /// Predicts zero: truncated backpropagation by another road.
    case zero
    /// Predicts the mean gradient, whatever it sees.
    case constant
    case linear, mlp
    /// An MLP with a linear skip from its input.
    case mlpSkip = "mlp_skip"

    /// How reports name it.
    public var label: String {
        switch self {
        case .zero: "zero"
        case .constant: "constant"
        case .linear: "linear"
        case .mlp: "MLP"
        case .mlpSkip: "MLP+skip"
        }
    }

    /// What it may have besides: nothing that is seen changes a constant, and of a prediction of zero
    /// there is nothing to wait for either.
    package var options: [SyntheticOption] {
        switch self {
        case .zero: []
        case .constant: [.warmUp]
        case .linear, .mlp, .mlpSkip: SyntheticOption.allCases
        }
    }

    /// The settings it reads.
    public var reads: Reads {
        let learned: Reads = [.synthesizerLearningRate, .synthesizerClipNorm]
        let hidden: Reads = [
            .synthesizerHidden, .synthesizerLayers, .synthesizerBatchNormalization,
        ]
        return switch self {
        case .zero: []
        case .constant, .linear: learned
        case .mlp, .mlpSkip: learned.union(hidden)
        }
    }
}

/// What a synthesizer has besides.
public enum SyntheticOption: String, CaseIterable, Hashable, Sendable {
    /// An auxiliary head that predicts the synthetic gradient of a window later (DNI+Aux).
    case auxiliary = "aux"
    /// It sees coming targets, or labels, too (cDNI).
    case conditioned
    /// It is trained for a while before it is applied.
    case warmUp = "warm_up"

    /// How reports name it.
    public var label: String {
        switch self {
        case .auxiliary: "+aux"
        case .conditioned: ", conditioned"
        case .warmUp: ", warm-up"
        }
    }

    /// The settings it reads.
    public var reads: Reads {
        switch self {
        case .auxiliary: Reads(recurrent: [.auxiliaryWeight])
        case .conditioned: Reads(recurrent: [.conditionSteps])
        case .warmUp: [.warmUp]
        }
    }
}

/// The networks that predict what a layer reads.
public enum InputSynthesizerKind: String, Choice {
    case none, linear, mlp

    public var reads: Reads {
        let learned: SettingSet = [.placement, .synthesizerLearningRate, .synthesizerClipNorm]
        return switch self {
        case .none: []
        case .linear: Reads(layered: learned)
        case .mlp:
            Reads(
                layered: learned.union([
                    .synthesizerHidden, .synthesizerLayers, .synthesizerBatchNormalization,
                ]))
        }
    }
}
