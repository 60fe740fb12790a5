import Datasets
import Layers
import Store
import Tasks
import Tensor
import Trainers
import Vocabulary

/// A feed-forward network in training on images.
struct ImageTraining: Training {
    let configuration: Configuration
    private let images: ImageParts
    let task: ImageTask
    let trainer: LayerwiseTrainer
    let input: ImageInput
    private let diagnosisTask: ImageTask
    var batches = 0
    private var progress = ImageProgress()
    private var diagnoses: [(position: Int, diagnosis: LayerwiseDiagnosis)] = []

    /// Reads the images and makes the network.
    /// - Throws: `DataError`, `Contradiction`.
    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        images = try configuration.images()
        let (training, seed) = (images.training, configuration[.seed])
        task = ImageTask(training, seed: seed)
        // Another order of the same images, so that measuring draws none of training's.
        diagnosisTask = ImageTask(training, seed: seed ^ Int(UInt32.max))
        trainer = configuration.layerwiseTrainer(on: training.set, in: Workspace())
        input = configuration.imageInput(training.set)
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

    /// The mean loss of the synthesizers that were trained; nil when none was.
    private func mean(_ losses: [Double?]) -> Double? {
        var mean = RunningMean()
        for case let loss? in losses { mean.add(loss) }
        return mean.value
    }

    /// The cross-entropy to `labels`, as a loss of logits.
    static func loss(_ labels: [Int32]) -> LayerwiseTrainer.Loss {
        { logits, gradient in
            SoftmaxCrossEntropy.loss(
                logits: logits, targets: labels[...], scale: 1, gradients: gradient)
        }
    }

    mutating func evaluate(at position: Int, pausing: () throws -> Void) throws {
        progress.record(
            validation: try network.accuracy(on: images.validation, input, pausing: pausing),
            test: try network.accuracy(on: images.test, input, pausing: pausing))
    }

    mutating func diagnose(at position: Int, pausing: () throws -> Void) throws {
        func samples(_ count: Int) -> some Sequence<LayerwiseTrainer.Sample> {
            (0..<count).lazy.map { [self] item in
                let batch = diagnosisTask.batch(item, size: network.batch)
                input.fill(batch)
                return LayerwiseTrainer.Sample(
                    x: input.x, condition: input.labels, loss: Self.loss(batch.labels))
            }
        }
        var diagnosis = try trainer.diagnose(
            samples(configuration[.diagnosisBatches]), pausing: pausing)
        if configuration.ceilingBatches > 0 {
            diagnosis.ceilings = try trainer.ceilings(
                on: samples(configuration.ceilingBatches), pausing: pausing)
        }
        diagnoses.append((position, diagnosis))
    }

    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("trainer", of: trainer)
        try state.integer("batches", &batches)
        try state.part("progress", &progress)
        var positions = diagnoses.map(\.position)
        try state.integers("positions", &positions)
        if !state.isSaving { diagnoses = positions.map { ($0, LayerwiseDiagnosis()) } }
        for index in diagnoses.indices {
            try state.part("diagnosis_\(index)", &diagnoses[index].diagnosis)
        }
    }

    var curveValues: [(quantity: Quantity, value: Double)] {
        progress.values
    }

    mutating func finish(pausing: () throws -> Void) throws -> [Measurement] {
        let costs = try timedParts(pausing: pausing)
        guard !diagnoses.isEmpty else { return costs }
        let coordinate = Coordinate.diagnosis(diagnoses.map(\.position), configuration)
        func curve(
            _ quantity: Quantity, _ value: (LayerwiseDiagnosis) -> Double
        ) -> Measurement {
            Measurement(
                quantity: quantity, coordinate: coordinate,
                values: diagnoses.map { value($0.diagnosis) })
        }
        let interfaces = trainer.interfaces.enumerated().flatMap { index, interface in
            let layer = interface.layer
            return [
                curve(.gradientCosine(atLayer: layer)) { $0.cosines[index] },
                curve(.normRatio(atLayer: layer)) { $0.normRatios[index] },
                curve(.synthesizerLoss(atLayer: layer)) { $0.losses[index] },
                curve(.inputError(atLayer: layer)) { $0.inputErrors[index] },
            ]
                + Self.ceilings(atLayer: layer).map { quantity, value in
                    curve(quantity) {
                        $0.ceilings.isEmpty ? .nan : $0.ceilings[index][keyPath: value]
                    }
                }
        }.filter { !$0.values.allSatisfy(\.isNaN) }
        return costs + interfaces
            + network.layers.indices.dropLast().flatMap { layer in
                [
                    curve(.gradientVariance(ofLayer: layer)) { $0.variances[layer] },
                    curve(.gradientNoise(ofLayer: layer)) { $0.noises[layer] },
                    curve(.gradientBias(ofLayer: layer)) { $0.biases[layer] },
                    curve(.parameterCosine(ofLayer: layer)) { $0.parameterCosines[layer] },
                ]
            }
    }

    private static func ceilings(
        atLayer layer: Int
    ) -> [(Quantity, KeyPath<GradientCeiling, Double>)] {
        [
            (.ceilingCosine(atLayer: layer), \.cosine), (.ceilingR2(atLayer: layer), \.explained),
            (.conditionedCeilingCosine(atLayer: layer), \.conditionedCosine),
            (.conditionedCeilingR2(atLayer: layer), \.conditionedExplained),
            (.synthesizerCosine(atLayer: layer), \.synthesizerCosine),
            (.synthesizerR2(atLayer: layer), \.synthesizerExplained),
        ]
    }

    var tensors: [Group] {
        let synthesizers = trainer.interfaces.filter { $0.parameters.count > 0 }.map {
            Group("layer_\($0.layer)", parameters: $0.parameters)
        }
        let inputSynthesizers = trainer.interfaces.compactMap { interface in
            interface.inputSynthesizer.map {
                Group("layer_\(interface.layer)", groups: groups($0.layers, \.parameters))
            }
        }
        return [
            Group("parameters", groups: groups(network.layers, \.parameters)),
            // A forward reads the running means and variances too.
            Group("statistics", groups: groups(network.layers, \.statistics)),
            Group("synthesizers", groups: synthesizers),
            Group("input_synthesizers", groups: inputSynthesizers),
        ].filter { !$0.groups.isEmpty }
    }

    /// The tensors of layers, a group for each layer that has some.
    private func groups(
        _ layers: [any FeedForwardLayer], _ tensors: (any FeedForwardLayer) -> Parameters
    ) -> [Group] {
        layers.enumerated().filter { !tensors($1).blocks.isEmpty }.map {
            Group("layer_\($0)", parameters: tensors($1))
        }
    }
}

extension FeedForwardNetwork {
    /// The share of the images of a part that are classified correctly.
    /// - Parameter pausing: called between batches; what it throws ends the measurement.
    func accuracy(
        on images: ImagePart, _ input: ImageInput, pausing: () throws -> Void
    ) rethrows -> Double {
        var correct = 0
        for batch in images.batches(size: self.batch) {
            try pausing()
            input.fill(batch)
            forward(input.x.rows(0..<batch.count), .inference)
            correct += batch.labels.indices.count { row in
                let logits = self.logits.rows(row..<row + 1).values
                // The first of equals: else one that tells nothing apart would be right always.
                let largest = logits.max()
                return logits.firstIndex { $0 == largest } == Int(batch.labels[row])
            }
        }
        return Double(correct) / Double(images.count)
    }
}
