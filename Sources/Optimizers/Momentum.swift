import Kernels
import Tensor

/// Gradient descent with momentum: v = μv + g, p −= ηv.
///
/// Source: Polyak 1964; μ = 0 is plain gradient descent.
package struct Momentum: Optimizer {
    /// The step size η.
    package var learningRate: Double
    /// The decay μ of the velocity.
    package var momentum: Double

    /// Gradient descent with the step size η and the decay μ.
    package init(learningRate: Double, momentum: Double) {
        self.learningRate = learningRate
        self.momentum = momentum
    }

    package var name: String { "momentum" }

    package var hyperParameters: [(name: String, value: Double)] { [("momentum", momentum)] }

    /// One: the velocity.
    package var momentCount: Int { 1 }

    package func step(
        _ parameters: Parameters, gradients: Parameters, gradientScale: Float,
        state: inout OptimizerState
    ) -> Double {
        state.steps += 1
        return Kernels.table.momentum(
            parameters.count, parameters.flat.pointer, gradients.flat.pointer,
            state.moments[0].flat.pointer, gradientScale, Float(learningRate), Float(momentum))
    }
}
