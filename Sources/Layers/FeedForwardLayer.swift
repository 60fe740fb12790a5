import Tensor

/// A layer of a feed-forward network: an affine map, batch normalization where wanted, and an
/// activation, with explicit forward and backward.
///
/// A row is a sample: x (B, inputs), y (B, outputs). A layer remembers its latest forward.
public protocol FeedForwardLayer: AnyObject {
    var inputs: Int { get }
    var outputs: Int { get }
    var style: LayerStyle { get }
    var parameters: Parameters { get }
    /// A twin of `parameters` to which `backward` adds.
    var gradients: Parameters { get }

    /// Writes y.
    func forward(_ x: Matrix, into y: Matrix, _ mode: ForwardMode)

    /// The backward of the latest forward, which was no inference.
    /// - Parameters:
    ///   - outputGradients: ∂/∂y on entry; overwritten.
    ///   - inputGradients: receives ∂/∂x; nil when it is not wanted.
    ///   - accumulating: whether parameter gradients are wanted.
    func backward(
        x: Matrix, y: Matrix, outputGradients: Matrix, inputGradients: Matrix?, accumulating: Bool)

    /// Draws the initial weights: uniform in ±1/√(fan-in); gains 1, shifts 0.
    func initialize(from stream: RandomStream)
}

/// By which statistics a forward normalizes.
public enum ForwardMode: Sendable {
    /// Those of its rows, which update the running ones.
    case training
    /// Those of its rows; nothing is remembered but what the backward needs.
    case measuring
    /// The running ones.
    case inference
}

/// What a layer ends in.
public enum Activation: String, CaseIterable, Sendable {
    case relu, tanh
    /// The map alone: the logits of the last layer.
    case identity
}

/// What a layer is made of besides its size.
public struct LayerStyle: Hashable, Sendable {
    public var activation: Activation
    public var isBatchNormalized: Bool

    public init(_ activation: Activation, batchNormalized: Bool = false) {
        self.activation = activation
        isBatchNormalized = batchNormalized
    }

    /// A bias, or the gains γ and shifts β that make one needless.
    func blocks(columns: Int, suffix: String = "") -> [Parameters.Block] {
        isBatchNormalized
            ? [.init("gamma" + suffix, columns), .init("beta" + suffix, columns)]
            : [.init("b" + suffix, columns)]
    }
}
