import Tensor

/// A stack of layers with the outputs h_i of all of them saved.
///
/// The last layer's outputs are the logits. Gradients are per sample; parameter gradients their
/// sums over the batch.
package final class FeedForwardNetwork {
    /// The layers, lowest first.
    package let layers: [any FeedForwardLayer]
    /// The largest batch size B.
    package let batch: Int
    private let outputs: [Matrix]
    /// ∂/∂h_i on its way down.
    private let gradients: [Matrix]
    /// The inputs of every layer in its latest forward.
    private var inputs: [Matrix]

    /// A network of `layers`, lowest first, aliased.
    /// - Precondition: a layer's inputs are as many as the outputs of the one below.
    package init(_ layers: [any FeedForwardLayer], batch: Int, in workspace: Workspace) {
        for (below, above) in zip(layers, layers.dropFirst()) {
            precondition(
                below.outputs == above.inputs, "\(below.outputs) outputs to \(above.inputs) inputs")
        }
        self.layers = layers
        self.batch = batch
        outputs = layers.map { workspace.matrix(batch, $0.outputs) }
        gradients = layers.map { workspace.matrix(batch, $0.outputs) }
        inputs = [Matrix](repeating: Matrix(rows: 0, columns: 0), count: layers.count)
    }

    private init(
        twinOf network: FeedForwardNetwork, _ range: Range<Int>, batch: Int,
        in workspace: Workspace
    ) {
        self.batch = batch
        layers = network.layers.enumerated().map { index, layer in
            range.contains(index) ? layer.twin(batch: batch, in: workspace) : layer
        }
        func own(_ matrices: [Matrix]) -> [Matrix] {
            matrices.enumerated().map { index, matrix in
                range.contains(index) ? workspace.matrix(batch, matrix.columns) : matrix
            }
        }
        outputs = own(network.outputs)
        gradients = network.gradients
        inputs = network.inputs
    }

    /// A network over the tensors of this one, aliased, with activations of its own in the layers of
    /// `range`, the only ones it may run: so that several batches are under way at a time.
    /// - Parameter batch: its largest batch size, not above this network's.
    package func twin(
        of range: Range<Int>, batch: Int, in workspace: Workspace
    ) -> FeedForwardNetwork {
        precondition(batch <= self.batch, "a twin with a batch of \(batch), not \(self.batch)")
        return FeedForwardNetwork(twinOf: self, range, batch: batch, in: workspace)
    }

    /// The output h_i of a layer in the latest forward, (B, outputs).
    package func output(of layer: Int) -> Matrix { outputs[layer].rows(0..<inputs[layer].rows) }

    /// The logits of the latest forward.
    package var logits: Matrix { output(of: layers.count - 1) }

    /// Runs all layers.
    /// - Parameter x: (B or fewer, inputs), aliased until the backward.
    package func forward(_ x: Matrix, _ mode: ForwardMode) {
        forward(layers.indices, from: x, mode)
    }

    /// Runs the layers of `range`.
    /// - Parameter x: the inputs of the lowest of them, (B or fewer, its inputs), aliased until the
    ///   backward.
    package func forward(_ range: Range<Int>, from x: Matrix, _ mode: ForwardMode) {
        for index in range {
            inputs[index] = index == range.lowerBound ? x : output(of: index - 1)
            layers[index].forward(inputs[index], into: output(of: index), mode)
        }
    }

    /// Carries ∂/∂h of the topmost of `range` down through it.
    /// - Parameters:
    ///   - top: not changed.
    ///   - accumulating: whether parameter gradients are wanted.
    ///   - atOutput: called with ∂/∂h_i of every layer of the range but the topmost, from above.
    /// - Returns: ∂/∂h of the layer below the range, valid until the next call; nil below the
    ///   first.
    @discardableResult
    package func backward(
        _ range: Range<Int>, from top: Matrix, accumulating: Bool,
        atOutput: ((_ layer: Int, _ gradient: Matrix) -> Void)? = nil
    ) -> Matrix? {
        let rows = 0..<top.rows
        gradients[range.upperBound - 1].rows(rows).copy(from: top)
        for index in range.reversed() {
            let below = index > 0 ? gradients[index - 1].rows(rows) : nil
            layers[index].backward(
                x: inputs[index], y: output(of: index),
                outputGradients: gradients[index].rows(rows), inputGradients: below,
                accumulating: accumulating)
            if let below, index > range.lowerBound { atOutput?(index - 1, below) }
        }
        return range.lowerBound > 0 ? gradients[range.lowerBound - 1].rows(rows) : nil
    }
}
