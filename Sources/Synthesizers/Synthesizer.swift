import Layers
import Tensor

/// A model that predicts the gradient that will arrive at a state: ĝ(x) ≈ ∂(future loss)/∂s, per
/// sample.
///
/// The input x is the state, for a conditioned synthesizer followed by the condition.
/// An auxiliary head predicts, from the same features, the synthetic gradient of a window later
/// (DNI+Aux); only its training matters. The last layers start at zero, so that an untrained
/// synthesizer predicts no gradient and training begins as truncated backpropagation.
///
/// Shapes: inputs (B, X), predictions (B, S); S covers the whole state, h and c of an LSTM.
/// Source: Jaderberg et al. 2017, section 2 ("decoupled neural interfaces").
package protocol Synthesizer {
    /// The trained tensors.
    var parameters: Parameters { get }
    /// Tensors laid out as `parameters`, to which `backward` adds.
    var gradients: Parameters { get }

    /// A synthesizer of the same shape with tensors of its own, which are zero.
    func zerosLike() -> any Synthesizer

    /// Computes ĝ(inputs) and, where wanted, the auxiliary head's prediction.
    /// - Precondition: `auxiliary` is nil unless there is such a head.
    func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?)

    /// Adds the parameter gradients of the latest `predict`.
    /// - Parameters:
    ///   - predictionGradients: ∂L/∂ĝ; overwritten.
    ///   - auxiliaryGradients: ∂L/∂ of the auxiliary prediction; nil adds nothing for that head.
    func backward(inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?)
}

/// A synthesizer that predicts zero and learns nothing, which makes training truncated BPTT.
package struct ZeroSynthesizer: Synthesizer {
    package let parameters = Parameters([])
    package let gradients = Parameters([])

    /// The zero synthesizer.
    package init() {}

    package func zerosLike() -> any Synthesizer { self }

    package func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?) {
        predictions.fill(0)
    }

    package func backward(
        inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?
    ) {}
}

/// A dense layer of a synthesizer, the tensors `W…` and `b…` of one suffix, with its gradient.
struct SynthesizerLayer {
    let layer: Dense
    let gradients: Dense

    init(_ parameters: Parameters, _ gradients: Parameters, suffix: String) {
        func dense(_ tensors: Parameters) -> Dense {
            Dense(weights: tensors["W" + suffix], bias: tensors["b" + suffix])
        }
        layer = dense(parameters)
        self.gradients = dense(gradients)
    }

    func accumulate(inputs: Matrix, outputGradients: Matrix) {
        layer.accumulate(gradients, inputs: inputs, outputGradients: outputGradients)
    }
}
