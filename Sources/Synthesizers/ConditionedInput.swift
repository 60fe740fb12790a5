import Tensor

/// Joins what a synthesizer predicts from, x, with what it is conditioned on, c, into its input
/// [x, c]; without a condition x itself is the input.
///
/// Shapes: x (B, X), c (B, C), [x, c] (B, X + C).
///
/// Source: Jaderberg et al. 2017, section 3.2 (cDNI).
public struct ConditionedInput {
    /// [x, c]; nil when C = 0.
    private let joined: Matrix?
    /// c, for the caller to fill before a join; nil without one. (B, C), strided
    public let condition: Matrix?

    /// - Parameters:
    ///   - width: the number of columns X.
    ///   - conditionWidth: the number of columns C; 0: no condition.
    public init(width: Int, conditionWidth: Int, batch: Int, in workspace: Workspace) {
        let joined =
            conditionWidth > 0 ? workspace.matrix(batch, width + conditionWidth) : nil
        self.joined = joined
        condition = joined?.columns(width..<width + conditionWidth)
    }

    /// Joins `x` with what `condition` holds.
    /// - Returns: [x, c], overwritten by the next join; `x`, aliased, without a condition.
    public func joining(_ x: Matrix) -> Matrix {
        guard let joined else { return x }
        joined.columns(0..<x.columns).copy(from: x)
        return joined
    }

    /// Joins `x` with `condition`, which is not read without a condition.
    /// - Returns: [x, c], overwritten by the next join; `x`, aliased, without a condition.
    public func joining(_ x: Matrix, _ condition: Matrix) -> Matrix {
        self.condition?.copy(from: condition)
        return joining(x)
    }
}
