import Tensor

/// A dense layer: y = x·W + b.
///
/// Shapes: x (N, inputs), W (inputs, outputs), b (outputs), y (N, outputs).
package struct Dense {
    /// The weights W, (inputs, outputs).
    package let weights: Matrix
    /// The bias b, (outputs).
    package let bias: Matrix

    /// A layer over tensors that live elsewhere, aliased.
    package init(weights: Matrix, bias: Matrix) {
        precondition(
            bias.count == weights.columns, "bias \(bias.shape) for weights \(weights.shape)")
        self.weights = weights
        self.bias = bias
    }

    /// Computes y = x·W + b into `outputs`.
    package func forward(_ x: Matrix, into outputs: Matrix) {
        outputs.multiply(x, by: weights)
        outputs.addBias(bias)
    }

    /// Adds ∂W = xᵀ·∂y and ∂b = Σ ∂y to `gradients`, a layer over gradient tensors.
    package func accumulate(_ gradients: Dense, inputs x: Matrix, outputGradients: Matrix) {
        gradients.weights.multiply(x, transposed: true, by: outputGradients, accumulating: true)
        gradients.bias.addColumnSums(of: outputGradients)
    }

    /// Writes, or adds, ∂x = ∂y·Wᵀ.
    package func inputGradients(
        of outputGradients: Matrix, into inputGradients: Matrix, accumulating: Bool = false
    ) {
        inputGradients.multiply(
            outputGradients, by: weights, byTransposed: true, accumulating: accumulating)
    }
}
