import Layers
import Tensor

/// Predicts the gradient that will arrive at a state: ĝ(s) ≈ ∂(future loss)/∂s, per sample.
///
/// The last layer starts at zero, so that an untrained synthesizer predicts no gradient and
/// training begins as truncated backpropagation.
///
/// Shapes: states and predictions (B, S); S covers h and c.
/// Source: Jaderberg et al. 2017, section 2 ("decoupled neural interfaces").
public protocol Synthesizer {
    var parameters: Parameters { get }
    /// A twin of `parameters` to which `backward` adds.
    var gradients: Parameters { get }

    /// Writes ĝ(states).
    func predict(_ states: Matrix, into predictions: Matrix)

    /// Adds the parameter gradients of the latest `predict`.
    /// - Parameter predictionGradients: ∂L/∂ĝ; overwritten.
    func backward(states: Matrix, predictionGradients: Matrix)
}

/// Predicts zero and learns nothing: truncated BPTT by another road.
public struct ZeroSynthesizer: Synthesizer {
    public let parameters = Parameters([])
    public let gradients = Parameters([])

    public init() {}

    public func predict(_ states: Matrix, into predictions: Matrix) { predictions.fill(0) }

    public func backward(states: Matrix, predictionGradients: Matrix) {}
}
