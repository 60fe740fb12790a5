import Kernels
import Layers
import Tensor

/// a = relu(x·W_1 + b_1), ĝ = a·W_2 + b_2, optionally with a linear skip + x·W_skip.
///
/// Shapes: W_1 (X, K), b_1 (K), W_2 (K, S), b_2 (S), W_skip (X, S); an auxiliary head reads the
/// same a with W_aux (K, S), b_aux (S). W_1 is uniform in ±1/√X at first, all else zero.
public struct MLPSynthesizer: Synthesizer {
    /// X, K, S, what there is besides, and the number of samples B.
    public struct Shape: Hashable, Sendable {
        public var inputs: Int
        public var hidden: Int
        public var width: Int
        public var hasSkip: Bool
        public var hasAuxiliary: Bool
        public var batch: Int

        public init(
            inputs: Int, hidden: Int, width: Int, hasSkip: Bool, hasAuxiliary: Bool = false,
            batch: Int
        ) {
            self.inputs = inputs
            self.hidden = hidden
            self.width = width
            self.hasSkip = hasSkip
            self.hasAuxiliary = hasAuxiliary
            self.batch = batch
        }
    }

    public let parameters: Parameters
    public let gradients: Parameters
    private let shape: Shape
    private let hidden: SynthesizerLayer
    private let head: SynthesizerLayer
    private let auxiliaryHead: SynthesizerLayer?
    /// The skip's weights and their gradient.
    private let skip: (weights: Matrix, gradients: Matrix)?
    /// relu(x·W_1 + b_1) of the latest prediction, (B, K).
    private let activations: Matrix
    private let activationGradients: Matrix

    /// - Parameter seed: the run's.
    public init(_ shape: Shape, seed: Int, in workspace: Workspace) {
        self.init(shape, in: workspace)
        parameters["W_1"].fillUniform(
            within: 1 / Float(shape.inputs).squareRoot(),
            from: RandomStream(seed: seed, purpose: .synthesizerWeights))
    }

    private init(_ shape: Shape, in workspace: Workspace) {
        var blocks: [Parameters.Block] = [
            .init("W_1", shape.inputs, shape.hidden), .init("b_1", shape.hidden),
            .init("W_2", shape.hidden, shape.width), .init("b_2", shape.width),
        ]
        if shape.hasSkip { blocks.append(.init("W_skip", shape.inputs, shape.width)) }
        if shape.hasAuxiliary {
            blocks += [.init("W_aux", shape.hidden, shape.width), .init("b_aux", shape.width)]
        }
        parameters = Parameters(blocks)
        gradients = parameters.emptyTwin()
        self.shape = shape
        hidden = SynthesizerLayer(parameters, gradients, suffix: "_1")
        head = SynthesizerLayer(parameters, gradients, suffix: "_2")
        auxiliaryHead =
            shape.hasAuxiliary ? SynthesizerLayer(parameters, gradients, suffix: "_aux") : nil
        skip = shape.hasSkip ? (parameters["W_skip"], gradients["W_skip"]) : nil
        activations = workspace.matrix(shape.batch, shape.hidden)
        activationGradients = workspace.matrix(shape.batch, shape.hidden)
    }

    public func emptyTwin() -> any Synthesizer { MLPSynthesizer(shape, in: Workspace()) }

    public func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?) {
        hidden.layer.forward(inputs, into: activations)
        Kernels.table.rectify(activations.count, activations.pointer)
        head.layer.forward(activations, into: predictions)
        if let skip { predictions.multiply(inputs, by: skip.weights, accumulating: true) }
        if let auxiliary { auxiliaryHead?.layer.forward(activations, into: auxiliary) }
    }

    public func backward(
        inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?
    ) {
        head.accumulate(inputs: activations, outputGradients: predictionGradients)
        skip?.gradients.multiply(
            inputs, transposed: true, by: predictionGradients, accumulating: true)
        head.layer.inputGradients(of: predictionGradients, into: activationGradients)
        if let auxiliaryGradients, let auxiliaryHead {
            auxiliaryHead.accumulate(inputs: activations, outputGradients: auxiliaryGradients)
            activationGradients.multiply(
                auxiliaryGradients, by: auxiliaryHead.layer.weights, byTransposed: true,
                accumulating: true)
        }
        Kernels.table.rectifyBackward(
            activations.count, activations.pointer, activationGradients.pointer)
        hidden.accumulate(inputs: inputs, outputGradients: activationGradients)
    }
}
