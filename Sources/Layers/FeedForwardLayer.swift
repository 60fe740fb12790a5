import Tensor

/// A layer of a feed-forward network: an affine map, batch normalization where wanted, and an
/// activation, with explicit forward and backward.
///
/// A row is a sample: x (B, inputs), y (B, outputs). A layer saves the activations of its latest
/// forward.
package protocol FeedForwardLayer: AnyObject {
    /// The number of input features.
    var inputs: Int { get }
    /// The number of output features.
    var outputs: Int { get }
    /// The activation, and whether the layer is batch-normalized.
    var style: LayerStyle { get }
    /// The trained tensors.
    var parameters: Parameters { get }
    /// Tensors laid out as `parameters`, to which `backward` adds.
    var gradients: Parameters { get }
    /// The running statistics that inference normalizes by, aliased so that they can be stored and
    /// restored: `running_mean` and `running_variance`, a number an output or channel each; empty
    /// without batch normalization.
    var statistics: Parameters { get }

    /// Computes y from x and saves the activations that `backward` needs.
    func forward(_ x: Matrix, into y: Matrix, _ mode: ForwardMode)

    /// Carries gradients back through the latest forward, which was no inference.
    /// - Parameters:
    ///   - outputGradients: ∂/∂y on entry; overwritten.
    ///   - inputGradients: receives ∂/∂x; nil when it is not wanted.
    ///   - accumulating: whether parameter gradients are wanted.
    func backward(
        x: Matrix, y: Matrix, outputGradients: Matrix, inputGradients: Matrix?, accumulating: Bool)

    /// Draws the initial weights: uniform in ±1/√(fan-in); gains 1, shifts 0.
    func initialize(from stream: RandomStream)

    /// A layer over the parameters, gradients and running statistics of this one, aliased, that saves
    /// activations of its own.
    /// - Parameter batch: the largest batch size of the twin.
    func twin(batch: Int, in workspace: Workspace) -> any FeedForwardLayer
}

/// The statistics by which a forward normalizes.
package enum ForwardMode: Sendable {
    /// The batch's statistics, which also update the running ones.
    case training
    /// The batch's statistics; nothing changes but the saved activations.
    case measuring
    /// The running statistics.
    case inference
}

/// The nonlinearity that ends a layer.
package enum Activation: String, Sendable {
    case relu, tanh
    /// No nonlinearity: the logits of the last layer.
    case identity
}

/// The make of a layer apart from its size.
package struct LayerStyle: Hashable, Sendable {
    /// The nonlinearity f.
    package var activation: Activation
    /// Whether batch normalization takes the place of the bias.
    package var isBatchNormalized: Bool

    /// A layer with a bias or, `batchNormalized`, with gains γ and shifts β.
    package init(_ activation: Activation, batchNormalized: Bool = false) {
        self.activation = activation
        isBatchNormalized = batchNormalized
    }

    /// A bias, or the gains γ and shifts β that make one needless.
    func blocks(columns: Int, suffix: String = "") -> [Parameters.Block] {
        (isBatchNormalized ? ["gamma", "beta"] : ["b"]).map {
            .init($0 + suffix, ["output" + suffix: columns])
        }
    }
}
