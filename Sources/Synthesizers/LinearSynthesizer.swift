import Layers
import Tensor

/// ĝ = s·W + b, all zero at first.
///
/// Shapes: W (S, S), b (S).
public struct LinearSynthesizer: Synthesizer {
    public let parameters: Parameters
    public let gradients: Parameters
    private let layer: Dense
    private let layerGradients: Dense

    /// - Parameter width: S.
    public init(width: Int) {
        parameters = Parameters([.init("W", width, width), .init("b", width)])
        gradients = parameters.emptyTwin()
        layer = Dense(weights: parameters["W"], bias: parameters["b"])
        layerGradients = Dense(weights: gradients["W"], bias: gradients["b"])
    }

    public func predict(_ states: Matrix, into predictions: Matrix) {
        layer.forward(states, into: predictions)
    }

    public func backward(states: Matrix, predictionGradients: Matrix) {
        layer.accumulate(layerGradients, inputs: states, outputGradients: predictionGradients)
    }
}
