import Layers
import Optimizers
import Synthesizers
import Tensor
import TestSupport

@testable import Trainers

/// A network of dense layers with its interfaces and its trainer.
struct Chain {
    let network: FeedForwardNetwork
    let trainer: LayerwiseTrainer

    struct Shape {
        var inputs = 5
        var width = 4
        var classes = 3
        var depth = 4
        var batch = 6
        var style = LayerStyle(.relu, batchNormalized: true)
        var placement: [Int] = []
        var isConditioned = false
        /// Widths of the hidden layers of the input synthesizers; nil: none.
        var inputHidden: [Int]?
    }

    /// A new network with its trainer.
    /// - Parameter learningRates: the step sizes of the network and of the synthesizers.
    init(
        _ shape: Shape, _ options: LayerwiseOptions = LayerwiseOptions(), seed: Int = 1,
        learningRates: (Double, Double) = (0.1, 0.3)
    ) {
        let optimizer = Momentum(learningRate: learningRates.0, momentum: 0.9)
        let synthesizerOptimizer = Momentum(learningRate: learningRates.1, momentum: 0.9)
        let workspace = Workspace()
        let layers: [any FeedForwardLayer] = (0..<shape.depth).map { index in
            let isLast = index == shape.depth - 1
            return DenseLayer(
                inputs: index == 0 ? shape.inputs : shape.width,
                outputs: isLast ? shape.classes : shape.width,
                isLast ? LayerStyle(.identity) : shape.style, batch: shape.batch, in: workspace)
        }
        for (item, layer) in layers.enumerated() {
            layer.initialize(from: RandomStream(seed: seed, purpose: .weights, item: item))
        }
        let network = FeedForwardNetwork(layers, batch: shape.batch, in: workspace)
        let interfaces = shape.placement.map { layer in
            LayerInterface(
                layer: layer, width: shape.width,
                conditionWidth: shape.isConditioned ? shape.classes : 0, batch: shape.batch,
                optimizer: synthesizerOptimizer,
                inputSynthesizer: Self.inputs(shape, synthesizerOptimizer, in: workspace),
                in: workspace
            ) { LinearSynthesizer(inputs: $0, width: shape.width) }
        }
        self.network = network
        trainer = LayerwiseTrainer(
            network, interfaces, optimizer: optimizer,
            options: options,
            seed: seed, in: workspace)
    }

    private static func inputs(
        _ shape: Shape, _ optimizer: Momentum, in workspace: Workspace
    ) -> InputSynthesizer? {
        guard let hidden = shape.inputHidden else { return nil }
        let widths = [shape.inputs] + hidden + [shape.width]
        let layers = zip(widths, widths.dropFirst()).enumerated().map { index, pair in
            DenseLayer(
                inputs: pair.0, outputs: pair.1,
                index == hidden.count
                    ? LayerStyle(.identity) : LayerStyle(.relu, batchNormalized: true),
                batch: shape.batch, in: workspace)
        }
        return InputSynthesizer(
            layers, batch: shape.batch, optimizer: optimizer, in: workspace)
    }

    func update(
        _ x: Matrix, labels: [Int32], capturing: Bool = false
    ) -> LayerwiseTrainer.Report {
        trainer.update(
            x, condition: oneHot(labels), capturing: capturing, loss: loss(labels))
    }

    func oneHot(_ labels: [Int32]) -> Matrix {
        let condition = Matrix(rows: labels.count, columns: network.layers.last?.outputs ?? 0)
        for (row, label) in labels.enumerated() { condition[row, Int(label)] = 1 }
        return condition
    }

    func loss(_ labels: [Int32]) -> LayerwiseTrainer.Loss {
        { logits, gradient in
            SoftmaxCrossEntropy.loss(
                logits: logits, targets: labels[...], scale: 1, gradients: gradient)
        }
    }

    var parameters: [Float] { network.layers.flatMap(\.parameters.flat.values) }
    var synthesizers: [Float] { trainer.interfaces.flatMap(\.parameters.flat.values) }

    var inputSynthesizers: [Parameters] {
        trainer.interfaces.compactMap(\.inputSynthesizer).flatMap(\.layers).map(\.parameters)
    }

    func fill(_ parameters: [Float], _ synthesizers: [Float]) {
        TrainersTests.fill(network.layers.map(\.parameters), parameters)
        TrainersTests.fill(trainer.interfaces.map(\.parameters), synthesizers)
    }
}

/// Fills tensors from numbers that lie end to end.
func fill(_ tensors: [Parameters], _ numbers: [Float]) {
    var rest = numbers[...]
    for tensors in tensors {
        tensors.flat.copy(from: Array(rest.prefix(tensors.count)))
        rest = rest.dropFirst(tensors.count)
    }
}

/// A random batch for a network.
func randomBatch(_ shape: Chain.Shape, seed: UInt64) -> (x: Matrix, labels: [Int32]) {
    var numbers = TestNumbers(seed: seed)
    let x = Matrix(
        rows: shape.batch, columns: shape.inputs, numbers.floats(shape.batch * shape.inputs))
    let labels = (0..<shape.batch).map { _ in
        Int32.random(in: 0..<Int32(shape.classes), using: &numbers)
    }
    return (x, labels)
}
