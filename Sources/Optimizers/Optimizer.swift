import Tensor

/// A rule that turns gradients into a step: hyper-parameters only, its state kept apart.
public protocol Optimizer: Sendable {
    /// η.
    var learningRate: Double { get }
    /// How many running averages of the parameters' shape it keeps.
    var momentCount: Int { get }

    /// Moves `parameters` against gradientScale·gradients, updates `state` and zeroes `gradients`.
    /// - Returns: Σ gradients², not scaled.
    func step(
        _ parameters: Parameters, gradients: Parameters, gradientScale: Float,
        state: inout OptimizerState
    ) -> Double
}

/// What an optimizer remembers between steps.
public struct OptimizerState {
    /// Steps taken so far.
    public internal(set) var steps = 0
    /// Adam: first and second moment. Momentum: the velocity.
    public let moments: [Parameters]

    init(moments: [Parameters]) { self.moments = moments }
}

extension Optimizer {
    /// The state before the first step.
    public func makeState(for parameters: Parameters) -> OptimizerState {
        OptimizerState(moments: (0..<momentCount).map { _ in parameters.zerosLike() })
    }
}
