import Synthesizers
import Tensor
import Vocabulary

extension Configuration {
    /// A new synthesizer of the run.
    /// - Parameters:
    ///   - inputs: the width X of its input.
    ///   - stateWidth: the width S of its prediction.
    ///   - item: its number among the run's synthesizers.
    func synthesizer(
        _ kind: SynthesizerKind, inputs: Int, stateWidth: Int, item: Int = 0,
        in workspace: Workspace
    ) -> any Synthesizer {
        let hasAuxiliary = self[.method].options.contains(.auxiliary)
        func mlp(hasSkip: Bool) -> any Synthesizer {
            let shape = MLPSynthesizer.Shape(
                inputs: inputs, hidden: self[.synthesizerHidden],
                hiddenLayers: self[.synthesizerLayers],
                isBatchNormalized: self[.synthesizerBatchNormalization], width: stateWidth,
                hasSkip: hasSkip, hasAuxiliary: hasAuxiliary, batch: self[.batch])
            return MLPSynthesizer(shape, seed: self[.seed], item: item, in: workspace)
        }
        return switch kind {
        case .zero: ZeroSynthesizer()
        case .constant: ConstantSynthesizer(width: stateWidth)
        case .linear:
            LinearSynthesizer(inputs: inputs, width: stateWidth, hasAuxiliary: hasAuxiliary)
        case .mlp: mlp(hasSkip: false)
        case .mlpSkip: mlp(hasSkip: true)
        }
    }

    /// The updates for which the method's synthesizers are trained but not applied, or before layers
    /// are frozen.
    var updatesOfWarmUp: Int {
        self[.method].options.contains(.warmUp) || self[.method] == .backpropThenFrozen
            ? self[.warmUp] : 0
    }
}
