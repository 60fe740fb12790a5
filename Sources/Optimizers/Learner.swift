import Tensor

/// Parameters with their gradients, gradient scaling, optimizer and optimizer state.
///
/// The network and the synthesizer have a learner each, so that neither's scaling or step size
/// touches the other's.
package final class Learner {
    /// The trained tensors, aliased.
    package let parameters: Parameters
    /// The tensors to which backward passes add their gradients; zero after a step.
    package let gradients: Parameters
    /// The rule of the step.
    package let optimizer: any Optimizer
    /// The scaling of the gradients before a step.
    package let scaling: GradientScaling
    /// The optimizer's state.
    package private(set) var state: OptimizerState
    /// The tensors of `gradients`, one by one.
    private let gradientBlocks: [Matrix]

    /// A learner with the optimizer's state before the first step.
    /// - Parameter gradients: tensors laid out as `parameters`, aliased by backward passes.
    package init(
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
    package func gradientNorm(scale: Double) -> Double {
        gradients.flat.sumOfSquares.squareRoot() * scale
    }

    /// Scales the gradients, takes a step against them, and sets them to zero.
    /// - Parameter gradientScale: 1/B where the gradients are sums over the batch.
    /// - Returns: the global norm of gradientScale·gradients before scaling.
    @discardableResult
    package func step(gradientScale: Double) -> Double {
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

extension Learner: Resumable {
    /// Transfers parameters, gradients not yet stepped with, and the optimizer's state.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.tensor("parameters", parameters.flat)
        try state.tensor("gradients", gradients.flat)
        for (index, moment) in self.state.moments.enumerated() {
            try state.tensor("moment_\(index + 1)", moment.flat)
        }
        try state.integer("steps", &self.state.steps)
    }
}
