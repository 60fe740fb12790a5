import Kernels
import Tensor

/// Regresses a synthesizer to target gradients by squared error.
///
/// L = 1/(B·S) Σ_b Σ_s (ĝ − g)²: a mean over batch and components, so that losses, learning rates
/// and clips mean the same at every batch size and width.
public struct SynthesizerRegression {
    private let synthesizer: any Synthesizer
    private let predictions: Matrix

    public init(_ synthesizer: any Synthesizer, batch: Int, width: Int, in workspace: Workspace) {
        self.synthesizer = synthesizer
        predictions = workspace.matrix(batch, width)
    }

    /// Predicts at `states` and adds the gradients of the loss to the synthesizer's.
    /// - Parameter targets: the gradients that arrived, constants of the regression. (B, S)
    /// - Returns: the loss L.
    public func accumulate(states: Matrix, targets: Matrix) -> Double {
        synthesizer.predict(states, into: predictions)
        targets.requireContiguous("regression")
        let count = predictions.count
        let squares = Kernels.table.difference(
            count, 2 / Float(count), predictions.pointer, targets.pointer, predictions.pointer)
        synthesizer.backward(states: states, predictionGradients: predictions)
        return squares / Double(count)
    }
}
