import Layers
import Optimizers
import Synthesizers
import Tensor
import TestSupport
import Trainers
import Workers

/// A feed-forward network, drawn at random, that can be built any number of times.
struct LayeredCase {
    enum Kind: CaseIterable { case linear, mlp, normalizedMLP, zero }

    var depth = 4
    var batch = 6
    var width = 4
    var classes = 3
    var isConvolution = false
    var isBatchNormalized = false
    var placement: [Int] = []
    var kind = Kind.linear
    var isConditioned = false
    var hasInputs = false
    var sgScale = 1.0
    var isAdam = false
    var seed = 1

    /// - Parameter synthetic: whether there are synthesizers, at all cuts and perhaps elsewhere.
    init(
        _ numbers: inout TestNumbers, workers: Int, synthetic: Bool = false, inputs: Bool = false,
        batchNormalized: Bool? = nil
    ) {
        depth = max(workers, 2) + Int.random(in: 0...2, using: &numbers)
        batch = Int.random(in: 4...7, using: &numbers)
        width = Int.random(in: 2...5, using: &numbers)
        isConvolution = Bool.random(using: &numbers)
        isBatchNormalized = batchNormalized ?? Bool.random(using: &numbers)
        isAdam = Bool.random(using: &numbers)
        seed = Int.random(in: 1..<1000, using: &numbers)
        guard synthetic else { return }
        let cuts = Self.cuts(depth: depth, workers: workers)
        placement = (0..<depth - 1).filter {
            cuts.contains($0) || Bool.random(using: &numbers)
        }
        kind = Kind.allCases.randomElement(using: &numbers) ?? .linear
        isConditioned = Bool.random(using: &numbers)
        hasInputs = inputs
        sgScale = Bool.random(using: &numbers) ? 1 : 0.5
    }

    /// The layers whose output goes to another worker.
    static func cuts(depth: Int, workers: Int) -> [Int] {
        (0..<workers - 1).map {
            LayerStage.cuts(depth: depth, workers: workers, worker: $0).upperBound - 1
        }
    }

    private var shape: ImageShape { ImageShape(channels: 1, height: 1, width: 6) }

    private func optimizer(_ rate: Double) -> any Optimizer {
        isAdam ? Adam(learningRate: rate / 10) : Momentum(learningRate: rate, momentum: 0.9)
    }

    func trainer() -> LayerwiseTrainer {
        let workspace = Workspace()
        var inputs = shape.features
        let layers: [any FeedForwardLayer] = (0..<depth).map { index in
            let isLast = index == depth - 1
            let style =
                isLast
                ? LayerStyle(.identity)
                : LayerStyle(
                    index % 2 == 0 ? .relu : .tanh, batchNormalized: isBatchNormalized)
            let layer: any FeedForwardLayer =
                isConvolution && index == 0
                ? ConvolutionLayer(
                    shape, channels: 2, .init(size: 3, stride: 1, padding: 1), style, batch: batch,
                    in: workspace)
                : DenseLayer(
                    inputs: inputs, outputs: isLast ? classes : width, style, batch: batch,
                    in: workspace)
            layer.initialize(from: RandomStream(seed: seed, purpose: .weights, item: index))
            inputs = layer.outputs
            return layer
        }
        let network = FeedForwardNetwork(layers, batch: batch, in: workspace)
        let interfaces = placement.map { layer in
            let width = layers[layer].outputs
            return LayerInterface(
                layer: layer, width: width, conditionWidth: isConditioned ? classes : 0,
                batch: batch, optimizer: optimizer(0.2),
                inputSynthesizer: hasInputs
                    ? syntheticInputs(to: width, of: layer, workspace) : nil,
                in: workspace
            ) { synthesizer($0, width, layer, workspace) }
        }
        var options = LayerwiseOptions()
        options.sgScale = sgScale
        return LayerwiseTrainer(
            network, interfaces, optimizer: optimizer(0.1), options: options, seed: seed,
            in: workspace)
    }

    private func synthesizer(
        _ inputs: Int, _ width: Int, _ item: Int, _ workspace: Workspace
    ) -> any Synthesizer {
        func mlp(_ isNormalized: Bool) -> MLPSynthesizer {
            MLPSynthesizer(
                .init(
                    inputs: inputs, hidden: 5, isBatchNormalized: isNormalized, width: width,
                    hasSkip: true, batch: batch), seed: seed, item: item, in: workspace)
        }
        return switch kind {
        case .linear: LinearSynthesizer(inputs: inputs, width: width)
        case .mlp: mlp(false)
        case .normalizedMLP: mlp(true)
        case .zero: ZeroSynthesizer()
        }
    }

    private func syntheticInputs(
        to width: Int, of item: Int, _ workspace: Workspace
    ) -> InputSynthesizer {
        let layer = DenseLayer(
            inputs: shape.features, outputs: width, LayerStyle(.identity), batch: batch,
            in: workspace)
        layer.initialize(
            from: RandomStream(seed: seed, purpose: .inputSynthesizerWeights, item: item))
        return InputSynthesizer(
            [layer], batch: batch, optimizer: optimizer(0.05), in: workspace)
    }

    /// The samples of an update; those of `count` workers together are one batch of `count` as many.
    func samples(_ update: Int, worker: Int = 0, of count: Int = 1) -> Samples {
        var numbers = TestNumbers(seed: UInt64(seed * 10_000 + update))
        let inputs = shape.features
        let x = numbers.floats(count * batch * inputs)
        let labels = (0..<count * batch).map { _ in
            Int32.random(in: 0..<Int32(classes), using: &numbers)
        }
        let rows = worker * batch..<(worker + 1) * batch
        return Samples(
            x: Array(x[rows.lowerBound * inputs..<rows.upperBound * inputs]),
            labels: Array(labels[rows]), classes: classes)
    }

    func batch(_ update: Int, worker: Int = 0, of count: Int = 1) -> LayerBatch {
        samples(update, worker: worker, of: count).batch
    }

    /// The stages of all workers, each over a trainer of its own.
    func stages(_ parallelism: Parallelism) -> [(stage: LayerStage, trainer: LayerwiseTrainer)] {
        (0..<parallelism.workers).map { worker in
            let trainer = trainer()
            let isData = parallelism.mode == .data
            let stage = LayerStage(trainer, worker: worker, parallelism, in: Workspace()) {
                batch(
                    $0, worker: isData ? worker : 0, of: isData ? parallelism.workers : 1)
            }
            return (stage, trainer)
        }
    }
}

/// Labelled inputs.
struct Samples {
    let x: [Float]
    let labels: [Int32]
    let classes: Int

    var batch: LayerBatch {
        let labels = labels
        let condition = Matrix(rows: labels.count, columns: classes)
        for (row, label) in labels.enumerated() { condition[row, Int(label)] = 1 }
        return LayerBatch(
            x: Matrix(rows: labels.count, columns: x.count / labels.count, x),
            condition: condition
        ) { samples, logits, gradient in
            SoftmaxCrossEntropy.loss(
                logits: logits, targets: labels[samples], scale: 1, gradients: gradient)
        }
    }
}

extension LayerwiseTrainer {
    /// An update in one process.
    @discardableResult
    func update(_ batch: LayerBatch) -> Report {
        update(batch.x, condition: batch.condition) { logits, gradient in
            batch.loss(0..<logits.rows, logits, gradient)
        }
    }
}
