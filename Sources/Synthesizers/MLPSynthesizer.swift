import Kernels
import Layers
import Tensor

/// ĝ = relu(s·W_1 + b_1)·W_2 + b_2, optionally with a linear skip + s·W_skip.
///
/// Shapes: W_1 (S, K), b_1 (K), W_2 (K, S), b_2 (S), W_skip (S, S). W_1 is uniform in ±1/√S at
/// first, all else zero.
public struct MLPSynthesizer: Synthesizer {
    public let parameters: Parameters
    public let gradients: Parameters
    private let hidden: Dense
    private let hiddenLayerGradients: Dense
    private let output: Dense
    private let outputLayerGradients: Dense
    /// The skip's weights and their gradient.
    private let skip: (weights: Matrix, gradients: Matrix)?
    /// relu(s·W_1 + b_1) of the latest prediction, (B, K).
    private let activations: Matrix
    private let activationGradients: Matrix

    /// - Parameters:
    ///   - width: S.
    ///   - hidden: K.
    ///   - seed: the run's.
    public init(
        width: Int, hidden count: Int, hasSkip: Bool, batch: Int, seed: Int,
        in workspace: Workspace
    ) {
        var blocks: [Parameters.Block] = [
            .init("W_1", width, count), .init("b_1", count), .init("W_2", count, width),
            .init("b_2", width),
        ]
        if hasSkip { blocks.append(.init("W_skip", width, width)) }
        parameters = Parameters(blocks)
        gradients = parameters.emptyTwin()
        hidden = Dense(weights: parameters["W_1"], bias: parameters["b_1"])
        hiddenLayerGradients = Dense(weights: gradients["W_1"], bias: gradients["b_1"])
        output = Dense(weights: parameters["W_2"], bias: parameters["b_2"])
        outputLayerGradients = Dense(weights: gradients["W_2"], bias: gradients["b_2"])
        skip = hasSkip ? (parameters["W_skip"], gradients["W_skip"]) : nil
        activations = workspace.matrix(batch, count)
        activationGradients = workspace.matrix(batch, count)
        parameters["W_1"].fillUniform(
            within: 1 / Float(width).squareRoot(),
            from: RandomStream(seed: seed, purpose: .synthesizerWeights))
    }

    public func predict(_ states: Matrix, into predictions: Matrix) {
        hidden.forward(states, into: activations)
        Kernels.table.rectify(activations.count, activations.pointer)
        output.forward(activations, into: predictions)
        if let skip { predictions.multiply(states, by: skip.weights, accumulating: true) }
    }

    public func backward(states: Matrix, predictionGradients: Matrix) {
        output.accumulate(
            outputLayerGradients, inputs: activations, outputGradients: predictionGradients)
        skip?.gradients.multiply(
            states, transposed: true, by: predictionGradients, accumulating: true)
        output.inputGradients(of: predictionGradients, into: activationGradients)
        Kernels.table.rectifyBackward(
            activations.count, activations.pointer, activationGradients.pointer)
        hidden.accumulate(
            hiddenLayerGradients, inputs: states, outputGradients: activationGradients)
    }
}
