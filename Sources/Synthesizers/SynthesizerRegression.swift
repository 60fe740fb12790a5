import Layers
import Tensor

/// Regresses a synthesizer to target gradients by squared error.
///
/// L = 1/(B·S) Σ_b Σ_s (ĝ − g)² + w·(the same for the auxiliary head): means over batch and
/// components, so that losses, learning rates and clips mean the same at every batch size and
/// width.
public struct SynthesizerRegression {
    private let synthesizer: any Synthesizer
    private let predictions: Matrix
    private let auxiliary: Matrix

    public init(_ synthesizer: any Synthesizer, batch: Int, width: Int, in workspace: Workspace) {
        self.synthesizer = synthesizer
        predictions = workspace.matrix(batch, width)
        auxiliary = workspace.matrix(batch, width)
    }

    /// What the auxiliary head is to predict, and the weight w of its loss.
    public struct Auxiliary {
        let targets: Matrix
        let weight: Float

        public init(targets: Matrix, weight: Double) {
            self.targets = targets
            self.weight = Float(weight)
        }
    }

    /// Predicts at `inputs` and adds the gradients of the loss to the synthesizer's.
    /// - Parameter targets: the gradients that arrived, constants of the regression. (B, S)
    /// - Returns: the mean squared errors of both heads, without w; nil without auxiliary targets.
    @discardableResult
    public func accumulate(
        inputs: Matrix, targets: Matrix, auxiliary target: Auxiliary? = nil
    ) -> (main: Double, auxiliary: Double?) {
        synthesizer.predict(
            inputs, into: predictions, auxiliary: target == nil ? nil : auxiliary)
        let main = MeanSquaredError.loss(predictions, targets: targets, gradients: predictions)
        let other = target.map {
            MeanSquaredError.loss(
                auxiliary, targets: $0.targets, weight: $0.weight, gradients: auxiliary)
        }
        synthesizer.backward(
            inputs: inputs, predictionGradients: predictions,
            auxiliaryGradients: target == nil ? nil : auxiliary)
        return (main, other)
    }

    /// The same for what the synthesizer said in its latest prediction, which was at `inputs`.
    /// - Returns: the mean squared error.
    public func accumulate(inputs: Matrix, prediction: Matrix, targets: Matrix) -> Double {
        let error = MeanSquaredError.loss(prediction, targets: targets, gradients: predictions)
        synthesizer.backward(
            inputs: inputs, predictionGradients: predictions, auxiliaryGradients: nil)
        return error
    }
}
