import Foundation
import Kernels
import Tensor

/// The Adam optimizer: m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g²,
/// p −= η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε), t counted from 1.
///
/// Source: Kingma and Ba 2015, algorithm 1.
package struct Adam: Optimizer {
    /// The step size η.
    package var learningRate: Double
    /// The decay β₁ of the first moment.
    package var beta1 = 0.9
    /// The decay β₂ of the second moment.
    package var beta2 = 0.999
    /// The number ε that keeps the divisor from zero.
    package var epsilon = 1e-8

    /// Adam with the paper's β₁, β₂ and ε.
    package init(learningRate: Double) { self.learningRate = learningRate }

    package var name: String { "adam" }

    package var hyperParameters: [(name: String, value: Double)] {
        [("beta_1", beta1), ("beta_2", beta2), ("epsilon", epsilon)]
    }

    /// Two: the first and the second moment.
    package var momentCount: Int { 2 }

    package func step(
        _ parameters: Parameters, gradients: Parameters, gradientScale: Float,
        state: inout OptimizerState
    ) -> Double {
        state.steps += 1
        let step = Double(state.steps)
        return Kernels.table.adam(
            parameters.count, parameters.flat.pointer, gradients.flat.pointer,
            state.moments[0].flat.pointer, state.moments[1].flat.pointer, gradientScale,
            Float(learningRate / (1 - pow(beta1, step))), Float(1 - beta1), Float(1 - beta2),
            Float(1 / (1 - pow(beta2, step)).squareRoot()), Float(epsilon))
    }
}
