import Tensor

/// The norms a gradient may have: one outside is scaled to the nearer end, its direction kept.
///
/// With only a ceiling this is norm clipping, g·min(1, c/‖g‖); with a floor a gradient that is too
/// small is scaled up as well; with both equal every gradient has that norm. A gradient of zero has
/// no direction and stays zero.
///
/// Source: Pascanu, Mikolov and Bengio 2013, algorithm 1, for the ceiling.
public struct ClippingRange: Hashable, Sendable {
    /// The smallest norm; 0 scales nothing up.
    public var floor: Double
    /// The largest norm; 0 scales nothing down.
    public var ceiling: Double

    /// - Precondition: the floor does not exceed a ceiling.
    public init(floor: Double = 0, ceiling: Double = 0) {
        precondition(
            floor >= 0 && ceiling >= 0 && (ceiling == 0 || floor <= ceiling),
            "norms from \(floor) to \(ceiling)")
        self.floor = floor
        self.ceiling = ceiling
    }

    /// Whether every gradient stays as it is.
    public var isOpen: Bool { floor == 0 && ceiling == 0 }

    /// What a gradient of norm `norm` is multiplied by.
    public func factor(norm: Double) -> Double {
        if ceiling > 0 && norm > ceiling { return ceiling / norm }
        if norm < floor && norm > Self.negligible { return floor / norm }
        return 1
    }

    /// Below this a norm is rounding, and what it is divided by may overflow.
    private static let negligible = 1e-30
}

/// What is scaled together: `ClippingRange` applied to the parameter gradients.
public struct GradientScaling: Hashable, Sendable {
    /// Whose norm counts.
    public enum Scope: String, CaseIterable, Sendable {
        /// All tensors together: the direction of the whole gradient is kept.
        case global
        /// Every tensor by itself.
        case block
    }

    public var range: ClippingRange
    public var scope: Scope

    public init(_ range: ClippingRange = ClippingRange(), scope: Scope = .global) {
        self.range = range
        self.scope = scope
    }
}

extension Matrix {
    /// Scales every row to a norm within `band`.
    public func scaleRows(into band: ClippingRange) {
        for row in 0..<rows {
            let row = self.rows(row..<row + 1)
            let factor = band.factor(norm: row.sumOfSquares.squareRoot())
            if factor != 1 { row.scale(by: Float(factor)) }
        }
    }
}
