import Foundation
import Kernels
import Tensor

/// The loss −log softmax(y)[target], over rows of logits.
package enum SoftmaxCrossEntropy {
    /// The number of bits in a nat, 1/ln 2: losses are computed in nats and reported in bits.
    package static let bitsPerNat = 1 / log(2.0)

    /// Computes the summed loss of all scored rows in nats and its gradient.
    ///
    /// Shapes: logits and gradients (N, outputs), N targets; a target of −1 is not scored.
    /// - Parameters:
    ///   - scale: factor of the gradient, not of the loss returned.
    ///   - gradients: receives (softmax(y) − onehot(target))·scale; may be `logits` itself.
    package static func loss(
        logits: Matrix, targets: ArraySlice<Int32>, scale: Float, gradients: Matrix
    ) -> Double {
        precondition(
            targets.count == logits.rows && gradients.count == logits.count,
            "\(targets.count) targets, logits \(logits.shape), gradients \(gradients.shape)")
        logits.requireContiguous("cross-entropy")
        gradients.requireContiguous("cross-entropy")
        return targets.withUnsafeBufferPointer { targets in
            guard let first = targets.baseAddress else { return 0 }
            return Kernels.table.softmaxCrossEntropy(
                logits.rows, logits.columns, logits.pointer, first, scale, gradients.pointer)
        }
    }
}
