import Layers
import Optimizers
import Store
import Sweeps
import Tasks
import Tensor
import Trainers

/// A feed-forward network and its method on images.
struct ImageTraining: Training {
    private let task: ImageTask
    private let trainer: LayerwiseTrainer
    private let input: ImageInput
    private let diagnosisBatches: Int
    private let diagnosisTask: ImageTask
    private let budgetUnit: String
    private(set) var batches = 0
    private var accuracy = Double.nan
    private var diagnoses: [(position: Int, diagnosis: LayerwiseDiagnosis)] = []

    /// - Throws: `ImageDataError`, `SweepError.contradiction`.
    init(_ configuration: Configuration) throws {
        let (training, test) = try Self.sets(configuration)
        try configuration.checkConvolutions(of: training.shape)
        let seed = configuration[.seed]
        task = ImageTask(training: training, test: test, seed: seed)
        // Another order of the same images, so that measuring draws none of training's.
        diagnosisTask = ImageTask(
            training: training, test: test, seed: seed ^ Int(UInt32.max))
        trainer = Self.trainer(configuration, on: training, in: Workspace())
        input = ImageInput(
            training, batch: configuration[.batch],
            channelsLast: configuration[.network] == "convolution")
        diagnosisBatches = configuration[.diagnosisBatches]
        budgetUnit = configuration[.budgetUnit]
    }

    /// The method of `configuration`, about to train a network on such images.
    /// - Precondition: `checkConvolutions`.
    static func trainer(
        _ configuration: Configuration, on images: ImageSet, in workspace: Workspace
    ) -> LayerwiseTrainer {
        let seed = configuration[.seed]
        let layers = configuration.layers(
            for: images.shape, classes: images.classes, in: workspace)
        for (item, layer) in layers.enumerated() {
            layer.initialize(from: RandomStream(seed: seed, purpose: .weights, item: item))
        }
        return LayerwiseTrainer(
            FeedForwardNetwork(layers, batch: configuration[.batch], in: workspace),
            configuration.interfaces(on: layers, classes: images.classes, in: workspace),
            optimizer: configuration.optimizer(learningRate: configuration[.learningRate]),
            scaling: configuration.gradientScaling, options: configuration.layerwiseOptions,
            seed: seed, in: workspace)
    }

    /// Whether a network can be trained as `configuration` says.
    /// - Throws: `ImageDataError`, `SweepError.contradiction`.
    static func check(_ configuration: Configuration) throws {
        let (training, _) = try sets(configuration)
        try configuration.checkConvolutions(of: training.shape)
    }

    private static func sets(
        _ configuration: Configuration
    ) throws -> (training: ImageSet, test: ImageSet) {
        let sets = try ImageSource.sets(configuration)
        guard configuration[.batch] <= sets.training.count else {
            throw SweepError.contradiction(
                reason: "batch is \(configuration[.batch]), more than the \(sets.training.count) "
                    + "training images: use a smaller one")
        }
        return sets
    }

    private var network: FeedForwardNetwork { trainer.network }

    var updates: Int { trainer.updates }
    var timeSteps: Int { 0 }

    mutating func advance(capturing: Bool) -> StepReport {
        let batch = task.batch(batches, size: network.batch)
        batches += 1
        input.fill(batch)
        let report = trainer.update(
            input.x, condition: input.labels, capturing: capturing, loss: Self.loss(batch.labels))
        return StepReport(
            loss: report.loss * SoftmaxCrossEntropy.bitsPerNat, scoredOutputs: batch.count,
            gradientNorm: report.gradientNorm,
            rule: RuleReport(
                synthesizerLoss: mean(report.synthesizerLosses),
                inputLoss: mean(report.inputLosses)),
            capture: report.capture)
    }

    /// Of those that were taught.
    private func mean(_ losses: [Double?]) -> Double? {
        var mean = RunningMean()
        for case let loss? in losses { mean.add(loss) }
        return mean.value
    }

    /// The cross-entropy to `labels`.
    static func loss(_ labels: [Int32]) -> LayerwiseTrainer.Loss {
        { logits, gradient in
            SoftmaxCrossEntropy.loss(
                logits: logits, targets: labels[...], scale: 1, gradients: gradient)
        }
    }

    mutating func evaluate(at position: Int) {
        var right = 0
        for batch in task.testBatches(size: network.batch) {
            input.fill(batch)
            network.forward(input.x.rows(0..<batch.count), .inference)
            right += batch.labels.indices.count { row in
                let logits = network.logits.rows(row..<row + 1).values
                return logits.max() == logits[Int(batch.labels[row])]
            }
        }
        accuracy = Double(right) / Double(task.test.count)
    }

    mutating func diagnose(at position: Int) {
        let samples = (0..<diagnosisBatches).lazy.map { [self] item -> LayerwiseTrainer.Sample in
            let batch = diagnosisTask.batch(item, size: network.batch)
            input.fill(batch)
            return LayerwiseTrainer.Sample(
                x: input.x, condition: input.labels, loss: Self.loss(batch.labels))
        }
        diagnoses.append((position, trainer.diagnose(samples)))
    }

    var curveValues: [(curve: Variable, value: Double)] {
        [(Self.testAccuracy, accuracy), (Self.testError, 100 * (1 - accuracy))]
    }

    private static let testAccuracy = Variable(
        name: Measure.testAccuracy.variable, longName: "share of the test images told right",
        units: "1")
    private static let testError = Variable(
        name: Measure.testError.variable, longName: "share of the test images told wrong",
        units: "percent")

    mutating func finish() -> [Measurement] {
        let coordinate = Coordinate.diagnosis(diagnoses.map(\.position), unit: budgetUnit)
        func curve(
            _ measure: Measure, _ longName: String, _ value: (LayerwiseDiagnosis) -> Double
        ) -> Measurement {
            Measurement(
                variable: Variable(
                    name: measure.variable, longName: longName, units: measure.units),
                coordinate: coordinate, values: diagnoses.map { value($0.diagnosis) })
        }
        guard !diagnoses.isEmpty else { return [] }
        let interfaces = trainer.interfaces.enumerated().flatMap { index, interface in
            [
                curve(
                    .gradientCosine(atLayer: interface.layer),
                    "cosine of synthetic and true gradient"
                ) { $0.cosines[index] },
                curve(
                    .normRatio(atLayer: interface.layer),
                    "norm of the synthetic by that of the true gradient"
                ) { $0.normRatios[index] },
                curve(
                    .synthesizerLoss(atLayer: interface.layer),
                    "squared error of the synthetic gradient against what it is taught"
                ) { $0.losses[index] },
                curve(
                    .inputError(atLayer: interface.layer),
                    "squared error of the synthetic input, by the squares of the layer's output"
                ) { $0.inputErrors[index] },
            ]
        }.filter { !$0.values.allSatisfy(\.isNaN) }
        return interfaces
            + network.layers.indices.dropLast().flatMap { layer in
                [
                    curve(
                        .gradientNoise(ofLayer: layer),
                        "variance over batches of the parameter gradient, by its mean's square"
                    ) { $0.noise[layer] },
                    curve(
                        .parameterCosine(ofLayer: layer),
                        "cosine of the mean parameter gradient and backpropagation's"
                    ) { $0.parameterCosines[layer] },
                ]
            }
    }

    var tensors: [Group] {
        [
            Group("parameters", groups: Self.groups(network.layers))
        ]
            + [
                Group(
                    "synthesizers",
                    groups: trainer.interfaces.filter { $0.parameters.count > 0 }.map {
                        Group("layer_\($0.layer)", parameters: $0.parameters)
                    }),
                Group(
                    "input_synthesizers",
                    groups: trainer.interfaces.compactMap { interface in
                        interface.inputSynthesizer.map {
                            Group("layer_\(interface.layer)", groups: Self.groups($0.layers))
                        }
                    }),
            ].filter { !$0.groups.isEmpty }
    }

    /// The parameters of layers, a group each.
    private static func groups(_ layers: [any FeedForwardLayer]) -> [Group] {
        layers.enumerated().map { Group("layer_\($0)", parameters: $1.parameters) }
    }
}

/// A batch as the network reads it, in memory taken once.
struct ImageInput {
    /// (B, features).
    let x: Matrix
    /// One-hot, (B, classes).
    let labels: Matrix
    private let shape: ImageShape
    private let isChannelsLast: Bool

    init(_ images: ImageSet, batch: Int, channelsLast: Bool) {
        x = Matrix(rows: batch, columns: images.shape.features)
        labels = Matrix(rows: batch, columns: images.classes)
        shape = images.shape
        isChannelsLast = channelsLast && shape.channels > 1
    }

    /// Takes over a batch, which may be shorter.
    func fill(_ batch: ImageBatch) {
        let rows = 0..<batch.count
        labels.fill(0)
        for row in rows { labels[row, Int(batch.labels[row])] = 1 }
        guard isChannelsLast else {
            x.rows(rows).copy(from: batch.images)
            return
        }
        let pixels = shape.height * shape.width
        for row in rows {
            for channel in 0..<shape.channels {
                for pixel in 0..<pixels {
                    x[row, pixel * shape.channels + channel] =
                        batch.images[row * shape.features + channel * pixels + pixel]
                }
            }
        }
    }
}
