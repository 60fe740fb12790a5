import Kernels
import Tensor

/// The loss of a regression: the mean of (p − v)² over all components of all rows.
package enum MeanSquaredError {
    /// Computes the mean squared error and its gradient.
    ///
    /// Shapes: all (N, O), contiguous.
    /// - Parameters:
    ///   - weight: factor of the gradient, not of the loss returned.
    ///   - gradients: receives weight·2(p − v)/(N·O); may be `predictions` itself.
    package static func loss(
        _ predictions: Matrix, targets: Matrix, weight: Float = 1, gradients: Matrix
    ) -> Double {
        targets.requireContiguous("mean squared error")
        let count = predictions.count
        let squares = Kernels.table.difference(
            count, weight * 2 / Float(count), predictions.pointer, targets.pointer,
            gradients.pointer)
        return squares / Double(count)
    }
}

/// The loss Σ_o (y_o − v_o)², over rows of outputs.
package enum SquaredError {
    /// Computes the summed loss of all scored rows and its gradient.
    ///
    /// Shapes: outputs and gradients (N, O), N targets, N·O values.
    /// - Parameters:
    ///   - targets: −1 where a row is not scored, any other number where it is.
    ///   - values: v, row by row.
    ///   - scale: factor of the gradient, not of the loss returned.
    ///   - gradients: receives 2(y − v)·scale, zero in rows not scored; may be `outputs` itself.
    package static func loss(
        outputs: Matrix, targets: ArraySlice<Int32>, values: ArraySlice<Float>, scale: Float,
        gradients: Matrix
    ) -> Double {
        let width = outputs.columns
        precondition(
            targets.count == outputs.rows && values.count == outputs.count
                && gradients.count == outputs.count,
            "\(targets.count) targets, \(values.count) values, outputs \(outputs.shape), "
                + "gradients \(gradients.shape)")
        outputs.requireContiguous("squared error")
        gradients.requireContiguous("squared error")
        return values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return 0 }
            var loss = 0.0
            for (row, target) in targets.enumerated() {
                let gradient = gradients.pointer + row * width
                if target < 0 {
                    gradient.update(repeating: 0, count: width)
                } else {
                    loss += Kernels.table.difference(
                        width, 2 * scale, outputs.pointer + row * width, first + row * width,
                        gradient)
                }
            }
            return loss
        }
    }
}
