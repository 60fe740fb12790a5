import Kernels
import Layers
import Tensor

/// A synthesizer with hidden layers: a_1 = relu(x·W_1 + b_1), further ones likewise on one another,
/// ĝ = a_k·W_{k+1} + b_{k+1}, optionally with a linear skip + x·W_skip. Hidden layers may be
/// normalized by the batch, with gamma_i and beta_i in place of b_i.
///
/// Shapes: W_1 (X, K), b_1 (K), W_2 (K, K) or, last, (K, S), W_skip (X, S); an auxiliary head reads
/// the same a_k with W_aux (K, S), b_aux (S). Hidden weights are uniform in ±1/√(inputs) at first,
/// gains one, all else zero.
package struct MLPSynthesizer: Synthesizer {
    /// The sizes of a synthesizer, its optional parts and the batch size.
    package struct Shape: Hashable, Sendable {
        /// The number of input features X.
        package var inputs: Int
        /// The number of units K of a hidden layer.
        package var hidden: Int
        /// The number of hidden layers k.
        package var hiddenLayers: Int
        /// Whether hidden layers are normalized by the batch.
        package var isBatchNormalized: Bool
        /// The number of components S of a gradient.
        package var width: Int
        /// Whether the input is also connected to the output linearly.
        package var hasSkip: Bool
        /// Whether there is an auxiliary head.
        package var hasAuxiliary: Bool
        /// The batch size B.
        package var batch: Int

        /// A shape with one hidden layer, without batch normalization and auxiliary head by
        /// default.
        package init(
            inputs: Int, hidden: Int, hiddenLayers: Int = 1, isBatchNormalized: Bool = false,
            width: Int, hasSkip: Bool, hasAuxiliary: Bool = false, batch: Int
        ) {
            precondition(hiddenLayers > 0, "\(hiddenLayers) hidden layers")
            self.inputs = inputs
            self.hidden = hidden
            self.hiddenLayers = hiddenLayers
            self.isBatchNormalized = isBatchNormalized
            self.width = width
            self.hasSkip = hasSkip
            self.hasAuxiliary = hasAuxiliary
            self.batch = batch
        }

        fileprivate var style: LayerStyle {
            LayerStyle(.relu, batchNormalized: isBatchNormalized)
        }
    }

    package let parameters: Parameters
    package let gradients: Parameters
    private let shape: Shape
    private let hidden: [HiddenLayer]
    private let head: SynthesizerLayer
    private let auxiliaryHead: SynthesizerLayer?
    /// The weights W_skip and their gradient.
    private let skip: (weights: Matrix, gradients: Matrix)?

    /// A hidden layer with its output of the latest prediction and ∂/∂ of it, (B, K).
    private struct HiddenLayer {
        let layer: DenseLayer
        let output: Matrix
        let gradients: Matrix
    }

    /// A synthesizer with random hidden weights and heads of zero.
    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - item: the number of the synthesizer among the run's, each of which draws other weights.
    package init(_ shape: Shape, seed: Int, item: Int = 0, in workspace: Workspace) {
        self.init(shape, in: workspace)
        var stream = RandomStream(seed: seed, purpose: .synthesizerWeights, item: item)
        for index in 1...shape.hiddenLayers {
            let weights = parameters["W_\(index)"]
            weights.fillUniform(within: 1 / Float(weights.rows).squareRoot(), from: &stream)
            if shape.isBatchNormalized { parameters["gamma_\(index)"].fill(1) }
        }
    }

    private init(_ shape: Shape, in workspace: Workspace) {
        var blocks = (1...shape.hiddenLayers).flatMap { index in
            DenseLayer.blocks(
                inputs: index == 1 ? shape.inputs : shape.hidden, outputs: shape.hidden,
                suffix: "_\(index)", shape.style)
        }
        let last = "_\(shape.hiddenLayers + 1)"
        blocks += [
            .init("W" + last, ["hidden": shape.hidden, "state": shape.width]),
            .init("b" + last, ["state": shape.width]),
        ]
        if shape.hasSkip {
            blocks.append(.init("W_skip", ["feature": shape.inputs, "state": shape.width]))
        }
        if shape.hasAuxiliary {
            blocks += [
                .init("W_aux", ["hidden": shape.hidden, "state": shape.width]),
                .init("b_aux", ["state": shape.width]),
            ]
        }
        let parameters = Parameters(blocks)
        let gradients = parameters.zerosLike()
        self.parameters = parameters
        self.gradients = gradients
        self.shape = shape
        hidden = (1...shape.hiddenLayers).map { index in
            HiddenLayer(
                layer: DenseLayer(
                    parameters, gradients, suffix: "_\(index)", shape.style, batch: shape.batch,
                    in: workspace),
                output: workspace.matrix(shape.batch, shape.hidden),
                gradients: workspace.matrix(shape.batch, shape.hidden))
        }
        head = SynthesizerLayer(parameters, gradients, suffix: last)
        auxiliaryHead =
            shape.hasAuxiliary ? SynthesizerLayer(parameters, gradients, suffix: "_aux") : nil
        skip = shape.hasSkip ? (parameters["W_skip"], gradients["W_skip"]) : nil
    }

    package func zerosLike() -> any Synthesizer { MLPSynthesizer(shape, in: Workspace()) }

    /// The last hidden layer, which the heads read.
    private var top: HiddenLayer { hidden[hidden.count - 1] }

    private func below(_ index: Int, _ inputs: Matrix) -> Matrix {
        index == 0 ? inputs : hidden[index - 1].output
    }

    package func predict(_ inputs: Matrix, into predictions: Matrix, auxiliary: Matrix?) {
        for (index, hidden) in hidden.enumerated() {
            // Never by running statistics: a prediction is always one of a whole batch.
            hidden.layer.forward(below(index, inputs), into: hidden.output, .measuring)
        }
        head.layer.forward(top.output, into: predictions)
        if let skip { predictions.multiply(inputs, by: skip.weights, accumulating: true) }
        if let auxiliary { auxiliaryHead?.layer.forward(top.output, into: auxiliary) }
    }

    package func backward(
        inputs: Matrix, predictionGradients: Matrix, auxiliaryGradients: Matrix?
    ) {
        head.accumulate(inputs: top.output, outputGradients: predictionGradients)
        skip?.gradients.multiply(
            inputs, transposed: true, by: predictionGradients, accumulating: true)
        head.layer.inputGradients(of: predictionGradients, into: top.gradients)
        if let auxiliaryGradients, let auxiliaryHead {
            auxiliaryHead.accumulate(inputs: top.output, outputGradients: auxiliaryGradients)
            top.gradients.multiply(
                auxiliaryGradients, by: auxiliaryHead.layer.weights, byTransposed: true,
                accumulating: true)
        }
        for index in hidden.indices.reversed() {
            let layer = hidden[index]
            layer.layer.backward(
                x: below(index, inputs), y: layer.output, outputGradients: layer.gradients,
                inputGradients: index > 0 ? hidden[index - 1].gradients : nil, accumulating: true)
        }
    }
}
