import Tensor

/// Parameters together with what moves them: gradients, clip, optimizer and its state.
///
/// The network and the synthesizer have a learner each, so that neither's clip or step size touches
/// the other's.
public struct Learner {
    public let parameters: Parameters
    /// Where backward passes add their gradients; zero after a step.
    public let gradients: Parameters
    public let optimizer: any Optimizer
    public let clip: GlobalNormClip
    public private(set) var state: OptimizerState

    /// - Parameter gradients: a twin of `parameters`, aliased by whoever computes gradients.
    public init(
        _ parameters: Parameters, gradients: Parameters, optimizer: any Optimizer,
        clip: GlobalNormClip
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.optimizer = optimizer
        self.clip = clip
        state = optimizer.makeState(for: parameters)
    }

    /// The global norm of gradientScale·gradients.
    public func gradientNorm(scale: Double) -> Double {
        gradients.flat.sumOfSquares.squareRoot() * scale
    }

    /// Clips, steps, and zeroes the gradients.
    /// - Parameter gradientScale: 1/B where the gradients are sums over the batch.
    /// - Returns: the global norm of gradientScale·gradients before clipping.
    @discardableResult
    public mutating func step(gradientScale: Double) -> Double {
        // The optimizer sums the squares in passing; a clip must know them before.
        let factor =
            clip.norm > 0 ? clip.factor(gradientNorm: gradientNorm(scale: gradientScale)) : 1
        let squares = optimizer.step(
            parameters, gradients: gradients, gradientScale: Float(gradientScale * factor),
            state: &state)
        return squares.squareRoot() * gradientScale
    }
}
