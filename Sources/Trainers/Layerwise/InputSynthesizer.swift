import Layers
import Optimizers
import Tensor

extension FeedForwardNetwork {
    /// A learner a layer.
    func learners(_ optimizer: any Optimizer, _ scaling: GradientScaling) -> [Learner] {
        layers.map {
            Learner(
                $0.parameters, gradients: $0.gradients, optimizer: optimizer, scaling: scaling)
        }
    }
}

/// Predicts the input of a segment, ĥ = I(x) from the input x of the whole network, so that the segment
/// need not wait for those below it (forward unlock).
///
/// A feed-forward network of its own, regressed to the output h of the segment below by squared
/// error averaged over batch and components: L = 1/(B·W) Σ_b Σ_w (ĥ − h)².
///
/// Source: Jaderberg et al. 2017, section 3.3 ("synthetic inputs").
package final class InputSynthesizer {
    let network: FeedForwardNetwork
    let learners: [Learner]
    private let errors: Matrix

    /// - Parameter layers: from x to ĥ, the last without an activation.
    package init(
        _ layers: [any FeedForwardLayer], batch: Int, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling(), in workspace: Workspace
    ) {
        network = FeedForwardNetwork(layers, batch: batch, in: workspace)
        learners = network.learners(optimizer, scaling)
        errors = workspace.matrix(batch, layers.last?.outputs ?? 0)
    }

    /// The layers from x to ĥ.
    package var layers: [any FeedForwardLayer] { network.layers }

    /// ĥ of the latest prediction, (B, W).
    package var prediction: Matrix { network.logits }

    /// - Parameter x: (B, inputs), aliased until the regression.
    /// - Returns: ĥ.
    package func predict(_ x: Matrix) -> Matrix {
        // Running statistics serve nobody: predictions are of whole batches, and none at inference.
        network.forward(x, .measuring)
        return prediction
    }

    /// Adds the gradients of the regression of the latest prediction to `outputs`, h.
    /// - Returns: the mean squared error.
    package func regress(_ outputs: Matrix) -> Double {
        let error = MeanSquaredError.loss(prediction, targets: outputs, gradients: errors)
        network.backward(layers.indices, from: errors, accumulating: true)
        return error
    }

    /// Steps with the gradients added.
    package func step() {
        for learner in learners { learner.step(gradientScale: 1) }
    }
}
