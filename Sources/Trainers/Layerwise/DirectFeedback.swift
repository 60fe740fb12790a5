import Tensor

/// Fixed random feedback of the output's error to a hidden layer (direct feedback alignment).
///
/// In place of ∂ℓ/∂h_l the layer gets e·B_l, e = ∂ℓ/∂logits per sample; its own derivatives are
/// exact, and the last layer has its true gradient.
///
/// Shapes: e (B, classes), B_l (classes, W_l). B_l is uniform in ±1/√W_l, as the weights of an output
/// layer on h_l are at first, so that the feedback has the size of a new network's true gradient.
///
/// Source: Nøkland 2016, "Direct feedback alignment provides learning in deep neural networks",
/// arXiv 1609.01596.
package final class DirectFeedback {
    /// The weights B_l. (classes, W_l)
    let weights: Matrix

    /// Draws the weights.
    /// - Parameters:
    ///   - seed: the run's.
    ///   - layer: the number l of the layer.
    package init(
        from classes: Int, to width: Int, seed: Int, layer: Int, in workspace: Workspace
    ) {
        weights = workspace.matrix(classes, width)
        weights.fillUniform(
            within: 1 / Float(width).squareRoot(),
            from: RandomStream(seed: seed, purpose: .directFeedback, item: layer))
    }

    /// Writes e·B_l.
    /// - Parameters:
    ///   - error: e. (B, classes)
    ///   - gradient: receives it. (B, W_l)
    func write(_ error: Matrix, into gradient: Matrix) {
        gradient.multiply(error, by: weights)
    }
}
