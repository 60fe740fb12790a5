import Layers
import Tensor

/// The regression of a synthesizer to target gradients by squared error.
///
/// L = 1/(B·S) Σ_b Σ_s (ĝ − g)² + w·L_aux, L_aux likewise for the auxiliary head: means over batch
/// and components, so that losses, learning rates and clipping ranges mean the same at every batch
/// size and width.
package struct SynthesizerRegression {
    private let synthesizer: any Synthesizer
    private let predictions: Matrix
    private let auxiliary: Matrix

    /// Takes memory for predictions (B, S) of `synthesizer`.
    /// - Parameter width: the number of components S of a gradient.
    package init(_ synthesizer: any Synthesizer, batch: Int, width: Int, in workspace: Workspace) {
        self.synthesizer = synthesizer
        predictions = workspace.matrix(batch, width)
        auxiliary = workspace.matrix(batch, width)
    }

    /// The regression targets of the auxiliary head and the weight w of its loss.
    package struct Auxiliary {
        let targets: Matrix
        let weight: Float

        /// Targets (B, S), aliased, and the weight w.
        package init(targets: Matrix, weight: Double) {
            self.targets = targets
            self.weight = Float(weight)
        }
    }

    /// Predicts at `inputs` and adds the gradients of the loss to the synthesizer's.
    /// - Parameter targets: the gradients to be predicted, constants of the regression. (B, S)
    /// - Returns: the mean squared errors of both heads, without w; nil without auxiliary targets.
    @discardableResult
    package func accumulate(
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

    /// Adds the gradients of the loss of the synthesizer's latest prediction to the synthesizer's.
    /// - Parameters:
    ///   - inputs: the inputs of that prediction.
    ///   - prediction: the prediction itself. (B, S)
    ///   - targets: the gradients to be predicted, constants of the regression. (B, S)
    /// - Returns: the mean squared error.
    package func accumulate(inputs: Matrix, prediction: Matrix, targets: Matrix) -> Double {
        let error = MeanSquaredError.loss(prediction, targets: targets, gradients: predictions)
        synthesizer.backward(
            inputs: inputs, predictionGradients: predictions, auxiliaryGradients: nil)
        return error
    }
}
