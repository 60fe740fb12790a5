/// The networks that predict a gradient.
public enum SynthesizerKind: String, CaseIterable, Hashable, Sendable {
    /// A prediction of zero: truncated backpropagation by another road.
    case zero
    /// The mean gradient, whatever the input.
    case constant
    /// An affine map, and a multilayer perceptron.
    case linear, mlp
    /// An MLP with a linear skip from its input.
    case mlpSkip = "mlp_skip"

    /// The name in reports.
    public var label: String {
        switch self {
        case .zero: "zero"
        case .constant: "constant"
        case .linear: "linear"
        case .mlp: "MLP"
        case .mlpSkip: "MLP+skip"
        }
    }

    /// The options it may have: nothing that is seen changes a constant, and a prediction of zero
    /// has nothing to wait for either.
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

/// An option of a synthesizer.
public enum SyntheticOption: String, CaseIterable, Hashable, Sendable {
    /// An auxiliary head that predicts the synthetic gradient of a window later (DNI+Aux).
    case auxiliary = "aux"
    /// Coming targets, or labels, as further inputs (cDNI).
    case conditioned
    /// Training for a while before the prediction is applied.
    case warmUp = "warm_up"

    /// The name in reports.
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

/// The networks that predict the input of a layer.
public enum InputSynthesizerKind: String, Choice {
    /// No prediction, an affine map, and a multilayer perceptron.
    case none, linear, mlp

    /// The settings that are read where this is chosen.
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
