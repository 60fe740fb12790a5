import Foundation
import Kernels
import Tensor

/// Adam: m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g²,
/// p −= η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε), t counted from 1.
///
/// Source: Kingma and Ba 2015, algorithm 1.
public struct Adam: Optimizer {
    public var learningRate: Double
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8

    public init(learningRate: Double) { self.learningRate = learningRate }

    public var momentCount: Int { 2 }

    public func step(
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
