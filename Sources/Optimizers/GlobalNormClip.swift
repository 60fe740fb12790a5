import Tensor

/// Scales a gradient down to a norm it must not exceed: g·min(1, c/‖g‖), ‖·‖ over all tensors.
///
/// Source: Pascanu, Mikolov and Bengio 2013, algorithm 1.
public struct GlobalNormClip: Sendable {
    /// The largest norm c; 0 clips nothing.
    public var norm: Double

    public init(norm: Double) { self.norm = norm }

    /// The factor min(1, c/‖g‖) for a gradient of norm `gradientNorm`.
    public func factor(gradientNorm: Double) -> Double {
        norm > 0 && gradientNorm > norm ? norm / gradientNorm : 1
    }
}
