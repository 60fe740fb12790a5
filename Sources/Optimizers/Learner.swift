import Tensor

/// Parameters together with what moves them: gradients, their scaling, optimizer and its state.
///
/// The network and the synthesizer have a learner each, so that neither's clip or step size touches
/// the other's.
public final class Learner {
    public let parameters: Parameters
    /// Where backward passes add their gradients; zero after a step.
    public let gradients: Parameters
    public let optimizer: any Optimizer
    public let scaling: GradientScaling
    public private(set) var state: OptimizerState
    /// The tensors of `gradients`, one by one.
    private let gradientBlocks: [Matrix]

    /// - Parameter gradients: a twin of `parameters`, aliased by whoever computes gradients.
    public init(
        _ parameters: Parameters, gradients: Parameters, optimizer: any Optimizer,
        scaling: GradientScaling
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.optimizer = optimizer
        self.scaling = scaling
        state = optimizer.makeState(for: parameters)
        gradientBlocks = gradients.blocks.map { gradients[$0.name] }
    }

    /// The global norm of gradientScale·gradients.
    public func gradientNorm(scale: Double) -> Double {
        gradients.flat.sumOfSquares.squareRoot() * scale
    }

    /// Scales, steps, and zeroes the gradients.
    /// - Parameter gradientScale: 1/B where the gradients are sums over the batch.
    /// - Returns: the global norm of gradientScale·gradients before scaling.
    @discardableResult
    public func step(gradientScale: Double) -> Double {
        guard !scaling.range.isOpen else {
            // The optimizer sums the squares in passing.
            return step(scaledBy: gradientScale) * gradientScale
        }
        let norm = gradientNorm(scale: gradientScale)
        switch scaling.scope {
        case .global: step(scaledBy: gradientScale * scaling.range.factor(norm: norm))
        case .block:
            for block in gradientBlocks {
                let norm = block.sumOfSquares.squareRoot() * gradientScale
                let factor = scaling.range.factor(norm: norm)
                if factor != 1 { block.scale(by: Float(factor)) }
            }
            step(scaledBy: gradientScale)
        }
        return norm
    }

    /// - Returns: the norm of the gradients as they lie there.
    @discardableResult
    private func step(scaledBy factor: Double) -> Double {
        optimizer.step(
            parameters, gradients: gradients, gradientScale: Float(factor), state: &state
        ).squareRoot()
    }
}
