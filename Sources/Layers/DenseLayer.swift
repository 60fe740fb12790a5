import Tensor

/// A fully connected layer: y = f(BN(x·W)), or f(x·W + b).
///
/// Shapes: x (B, inputs), W (inputs, outputs), y (B, outputs).
public final class DenseLayer: FeedForwardLayer {
    public let parameters: Parameters
    public let gradients: Parameters
    private let weights: Matrix
    private let weightGradients: Matrix
    private let tail: LayerTail

    /// - Parameter batch: B at most.
    public init(
        inputs: Int, outputs: Int, _ style: LayerStyle, batch: Int, in workspace: Workspace
    ) {
        parameters = Parameters([.init("W", inputs, outputs)] + style.blocks(columns: outputs))
        gradients = parameters.emptyTwin()
        weights = parameters["W"]
        weightGradients = gradients["W"]
        tail = LayerTail(
            style, parameters, gradients, rows: batch, columns: outputs, in: workspace)
    }

    public var inputs: Int { weights.rows }
    public var outputs: Int { weights.columns }

    public func forward(_ x: Matrix, into y: Matrix, _ mode: ForwardMode) {
        y.multiply(x, by: weights)
        tail.forward(y, mode)
    }

    public func backward(
        x: Matrix, y: Matrix, outputGradients: Matrix, inputGradients: Matrix?,
        accumulating: Bool
    ) {
        tail.backward(y: y, gradients: outputGradients, accumulating: accumulating)
        if accumulating {
            weightGradients.multiply(x, transposed: true, by: outputGradients, accumulating: true)
        }
        inputGradients?.multiply(outputGradients, by: weights, byTransposed: true)
    }

    public func initialize(from stream: RandomStream) {
        tail.initialize(weights, from: stream)
    }
}
