import Tensor

/// A range of norms for gradients: one outside is scaled to the nearer end, its direction kept.
///
/// With only a ceiling this is norm clipping, g·min(1, c/‖g‖); with a floor a gradient that is too
/// small is scaled up as well; with both equal every gradient has that norm. A gradient of zero has
/// no direction and stays zero.
///
/// Source: Pascanu, Mikolov and Bengio 2013, algorithm 1, for the ceiling.
package struct ClippingRange: Hashable, Sendable {
    /// The smallest norm; 0 scales nothing up.
    package var floor: Double
    /// The largest norm; 0 scales nothing down.
    package var ceiling: Double

    /// The norms from `floor` to `ceiling`; by default every norm.
    /// - Precondition: the floor does not exceed a ceiling.
    package init(floor: Double = 0, ceiling: Double = 0) {
        precondition(
            floor >= 0 && ceiling >= 0 && (ceiling == 0 || floor <= ceiling),
            "norms from \(floor) to \(ceiling)")
        self.floor = floor
        self.ceiling = ceiling
    }

    /// Whether every gradient stays as it is.
    package var isOpen: Bool { floor == 0 && ceiling == 0 }

    /// The factor that brings a gradient of norm `norm` into the range.
    package func factor(norm: Double) -> Double {
        if ceiling > 0 && norm > ceiling { return ceiling / norm }
        if norm < floor && norm > Self.negligible { return floor / norm }
        return 1
    }

    /// The norm below which a gradient is rounding, and a quotient by it may overflow.
    private static let negligible = 1e-30
}

/// A clipping range for parameter gradients, and the tensors that are scaled together.
package struct GradientScaling: Hashable, Sendable {
    /// The tensors whose common norm is brought into the range.
    package enum Scope: String, Sendable {
        /// All tensors together: the direction of the whole gradient is kept.
        case global
        /// Every tensor by itself.
        case block
    }

    /// The norms a gradient may have.
    package var range: ClippingRange
    /// The tensors that are scaled together.
    package var scope: Scope

    /// A scaling of the whole gradient by default, which leaves every gradient as it is.
    package init(_ range: ClippingRange = ClippingRange(), scope: Scope = .global) {
        self.range = range
        self.scope = scope
    }
}

extension Matrix {
    /// Scales every row to a norm within `range`.
    package func scaleRows(into range: ClippingRange) {
        for row in 0..<rows {
            let row = self.rows(row..<row + 1)
            let factor = range.factor(norm: row.sumOfSquares.squareRoot())
            if factor != 1 { row.scale(by: Float(factor)) }
        }
    }
}
