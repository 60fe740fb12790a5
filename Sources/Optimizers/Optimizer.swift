import Tensor

/// A rule that turns gradients into a step: the hyper-parameters alone, the state kept apart.
package protocol Optimizer: Sendable {
    /// The step size η.
    var learningRate: Double { get }
    /// The name in captures.
    var name: String { get }
    /// The hyper-parameters besides η, by their names in captures.
    var hyperParameters: [(name: String, value: Double)] { get }
    /// The number of running averages of the gradients that the state holds.
    var momentCount: Int { get }

    /// Moves `parameters` against gradientScale·gradients, updates `state` and zeroes `gradients`.
    /// - Returns: Σ gradients², not scaled.
    func step(
        _ parameters: Parameters, gradients: Parameters, gradientScale: Float,
        state: inout OptimizerState
    ) -> Double
}

/// The state of an optimizer between steps.
package struct OptimizerState {
    /// The number of steps taken so far.
    package internal(set) var steps = 0
    /// The running averages: Adam's first and second moment, momentum's velocity.
    package let moments: [Parameters]

    init(moments: [Parameters]) { self.moments = moments }
}

extension Optimizer {
    /// The state before the first step.
    package func makeState(for parameters: Parameters) -> OptimizerState {
        OptimizerState(moments: (0..<momentCount).map { _ in parameters.zerosLike() })
    }
}
