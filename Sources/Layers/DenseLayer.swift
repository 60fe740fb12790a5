import Tensor

/// A fully connected layer: y = f(BN(x·W)), or f(x·W + b).
///
/// Shapes: x (B, inputs), W (inputs, outputs), y (B, outputs).
package final class DenseLayer: FeedForwardLayer {
    package let parameters: Parameters
    package let gradients: Parameters
    package let style: LayerStyle
    package var statistics: Parameters { tail.statistics }
    private let weights: Matrix
    private let weightGradients: Matrix
    private let tail: LayerTail

    /// A layer with tensors of its own, which are zero.
    /// - Parameter batch: the largest batch size B.
    package convenience init(
        inputs: Int, outputs: Int, _ style: LayerStyle, batch: Int, in workspace: Workspace
    ) {
        let parameters = Parameters(
            Self.blocks(inputs: inputs, outputs: outputs, style))
        self.init(
            parameters, parameters.zerosLike(), style, batch: batch, in: workspace)
    }

    /// A layer over tensors that live elsewhere, aliased: the tensors of `blocks` with the suffix.
    package init(
        _ parameters: Parameters, _ gradients: Parameters, suffix: String = "",
        _ style: LayerStyle, batch: Int, in workspace: Workspace
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.style = style
        weights = parameters["W" + suffix]
        weightGradients = gradients["W" + suffix]
        tail = LayerTail(
            style, parameters, gradients, suffix: suffix, rows: batch, columns: weights.columns,
            in: workspace)
    }

    private init(twinOf layer: DenseLayer, batch: Int, in workspace: Workspace) {
        parameters = layer.parameters
        gradients = layer.gradients
        style = layer.style
        weights = layer.weights
        weightGradients = layer.weightGradients
        tail = layer.tail.twin(rows: batch, in: workspace)
    }

    package func twin(batch: Int, in workspace: Workspace) -> any FeedForwardLayer {
        DenseLayer(twinOf: self, batch: batch, in: workspace)
    }

    /// The names and shapes of a layer's tensors.
    /// - Parameter suffix: ends every name, as in `W_1`.
    package static func blocks(
        inputs: Int, outputs: Int, suffix: String = "", _ style: LayerStyle
    ) -> [Parameters.Block] {
        [.init("W" + suffix, ["input" + suffix: inputs, "output" + suffix: outputs])]
            + style.blocks(columns: outputs, suffix: suffix)
    }

    package var inputs: Int { weights.rows }
    package var outputs: Int { weights.columns }

    package func forward(_ x: Matrix, into y: Matrix, _ mode: ForwardMode) {
        y.multiply(x, by: weights)
        tail.forward(y, mode)
    }

    package func backward(
        x: Matrix, y: Matrix, outputGradients: Matrix, inputGradients: Matrix?,
        accumulating: Bool
    ) {
        tail.backward(y: y, gradients: outputGradients, accumulating: accumulating)
        if accumulating {
            weightGradients.multiply(x, transposed: true, by: outputGradients, accumulating: true)
        }
        inputGradients?.multiply(outputGradients, by: weights, byTransposed: true)
    }

    package func initialize(from stream: RandomStream) {
        tail.initialize(weights, from: stream)
    }
}
