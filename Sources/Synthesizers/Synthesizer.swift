import Layers
import Tensor

/// Predicts the gradient that will arrive at a state: ĝ(x) ≈ ∂(future loss)/∂s, per sample.
///
/// The input x is the state, for a conditioned synthesizer followed by what it is conditioned on.
/// An auxiliary head predicts, from the same features, the synthetic gradient of a window later
/// (DNI+Aux); only its training matters. The last layers start at zero, so that an untrained
/// synthesizer predicts no gradient and training begins as truncated backpropagation.
///
/// Shapes: inputs (B, X), predictions (B, S); S covers the whole state, h and c of an LSTM.
/// Source: Jaderberg et al. 2017, section 2 ("decoupled neural interfaces").
public protocol Synthesizer {
    var parameters: Parameters { get }
    /// A twin of `parameters` to which `backward` adds.
    var gradients: Parameters { get }

    /// A synthesizer of the same shape with tensors of its own, which are zero.
    func zerosLike() -> any Synthesizer

    /// Writes ĝ(inputs) and, where wanted, what the auxiliary head says.
    /// - Precondition: `auxiliary` is nil unless there is such a head.
    func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?)

    /// Adds the parameter gradients of the latest `predict`.
    /// - Parameters:
    ///   - predictionGradients: ∂L/∂ĝ; overwritten.
    ///   - auxiliaryGradients: ∂L/∂ of the auxiliary prediction; nil adds nothing for that head.
    func backward(inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?)
}

/// Predicts zero and learns nothing: truncated BPTT by another road.
public struct ZeroSynthesizer: Synthesizer {
    public let parameters = Parameters([])
    public let gradients = Parameters([])

    public init() {}

    public func zerosLike() -> any Synthesizer { self }

    public func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?) {
        predictions.fill(0)
    }

    public func backward(
        inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?
    ) {}
}

/// A dense layer of a synthesizer with its gradient: the tensors `W…`, `b…` of one suffix.
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
