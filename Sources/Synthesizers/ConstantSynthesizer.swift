import Layers
import Tensor

/// A constant synthesizer, ĝ = b, zero at first: the mean gradient, whatever the state.
///
/// The control of all others: what one of them brings beyond this, it has from the state.
///
/// Shapes: b (S).
package struct ConstantSynthesizer: Synthesizer {
    package let parameters: Parameters
    package let gradients: Parameters

    /// A synthesizer of zeros.
    /// - Parameter width: the number of components S of a gradient.
    package init(width: Int) {
        parameters = Parameters([.init("b", ["state": width])])
        gradients = parameters.zerosLike()
    }

    package func zerosLike() -> any Synthesizer {
        ConstantSynthesizer(width: parameters["b"].count)
    }

    package func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?) {
        predictions.fill(0)
        predictions.addBias(parameters["b"])
    }

    package func backward(
        inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?
    ) {
        gradients["b"].addColumnSums(of: predictionGradients)
    }
}
