import Tensor

/// The input [x, condition] of a conditioned synthesizer (cDNI), joined row by row in memory of its
/// own; x itself when there is no condition.
///
/// Shapes: x (B, width), condition (B, conditionWidth), both together (B, inputs).
///
/// Source: Jaderberg et al. 2017, section 3.2.
package struct ConditionedInput {
    /// The number of features of x.
    package let width: Int
    /// The place of the condition in the joined matrix, to be written to directly; nil without one.
    /// (B, conditionWidth), strided
    package let condition: Matrix?
    private let matrix: Matrix?

    /// Takes memory for a batch.
    /// - Parameter conditionWidth: the number of features of the condition; 0: there is none.
    package init(width: Int, conditionWidth: Int, batch: Int, in workspace: Workspace) {
        self.width = width
        let inputs = width + conditionWidth
        matrix = conditionWidth > 0 ? workspace.matrix(batch, inputs) : nil
        condition = matrix?.columns(width..<inputs)
    }

    /// The number of features of the joined input.
    package var inputs: Int { matrix?.columns ?? width }

    /// Whether there is a condition.
    package var isConditioned: Bool { matrix != nil }

    /// Joins x to the condition that was last given or written to `condition`.
    /// - Returns: memory that the next call overwrites, or `x` itself when there is no condition.
    package func joined(_ x: Matrix) -> Matrix {
        guard let matrix else { return x }
        matrix.columns(0..<width).copy(from: x)
        return matrix
    }

    /// Joins x and a condition, which is copied.
    /// - Parameter condition: nil passes x through; not looked at when there is no condition.
    /// - Returns: memory that the next call overwrites, or `x` itself.
    package func joined(_ x: Matrix, _ condition: Matrix?) -> Matrix {
        guard let condition else { return x }
        self.condition?.copy(from: condition)
        return joined(x)
    }
}
