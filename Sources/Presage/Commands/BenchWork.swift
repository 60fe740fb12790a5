import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

/// Training windows prepared beforehand, taken in turn over and over.
final class BenchWork {
    /// The bytes of working memory.
    let bytes: Int
    /// The number of trained parameters, those of synthesizers among them.
    let parameters: Int
    private let train: (_ window: Int) -> Void
    private var next = 0

    /// The number of windows prepared.
    private static let count = 16

    private init(
        _ workspace: Workspace, parameters: Int, train: @escaping (_ window: Int) -> Void
    ) {
        bytes = workspace.bytes
        self.parameters = parameters
        self.train = train
    }

    /// Trains on `count` windows.
    /// - Returns: seconds.
    func run(_ count: Int) -> Double {
        seconds {
            for _ in 0..<count {
                train(next)
                next = (next + 1) % Self.count
            }
        }
    }

    /// A stream that repeats what it read two steps before.
    /// - Parameter words: method, units, batch, truncation and cell.
    /// - Throws: `SettingError`, `Contradiction` when one is outside its setting's domain or does
    ///   not fit the others.
    static func recurrent(_ words: some Sequence<String>) throws -> BenchWork {
        var configuration = try Configuration(
            [.method, .units, .batch, .truncation, .cell], words)
        configuration[.synthesizerHidden] = 4 * configuration[.units]
        configuration[.sgScale] = 0.1
        try configuration.checkRequirements()
        let symbols = 10
        let (batch, truncation) = (configuration[.batch], configuration[.truncation])
        let network = configuration.network(symbols: symbols, values: 0, outputs: symbols)
        let workspace = Workspace()
        let session = configuration.session(network, in: workspace)
        var stream = RandomStream(seed: 0, purpose: .trainingData)
        let drawn = (0..<(count + 2) * truncation * batch).map { _ in Int32(stream.below(symbols)) }
        let sequences = SequenceBatch(
            batch: batch, inputs: drawn,
            targets: Array(drawn.suffix(2 * batch) + drawn.dropLast(2 * batch)), lossScale: 1)
        // The first and the last are left out: they do without a part of the work.
        let all = WindowSchedule(truncation: truncation, remainder: .first).windows(of: sequences)
        let windows = Array(Array(all)[1...count])
        let parameters = session.parameters.reduce(0) { $0 + $1.count }
        return BenchWork(workspace, parameters: parameters) {
            _ = session.train(on: windows[$0])
        }
    }

    /// Random images of MNIST-1D's shape with random labels, a batch of them a window; a method with
    /// synthesizers has them on the outputs of layers 0, 3 and 5.
    /// - Parameter words: method, units, batch, depth, and whether the layers are normalized.
    /// - Throws: `SettingError`, `Contradiction` when one is outside its setting's domain or does
    ///   not fit the others.
    static func layers(_ words: some Sequence<String>) throws -> BenchWork {
        var configuration = try Configuration(
            [.method, .units, .batch, .depth, .batchNormalization], words)
        configuration[.task] = .images
        configuration[.data] = "mnist1d"
        configuration[.placement] = .layers(0, 3, 5)
        try configuration.checkRequirements()
        let images = randomImages(count * configuration[.batch])
        let workspace = Workspace()
        let trainer = configuration.layerwiseTrainer(on: images, in: workspace)
        let task = ImageTask(ImagePart(images), seed: 0)
        let windows = (0..<count).map { item in
            let batch = task.batch(item, size: configuration[.batch])
            let input = ImageInput(images, batch: batch.count, channelsLast: false)
            input.fill(batch)
            return ImageWindow(input: input, loss: ImageTraining.loss(batch.labels))
        }
        let parameters =
            trainer.network.layers.reduce(0) { $0 + $1.parameters.count }
            + trainer.interfaces.reduce(0) { $0 + $1.parameters.count }
        return BenchWork(workspace, parameters: parameters) {
            let window = windows[$0]
            _ = trainer.update(
                window.input.x, condition: window.input.labels, loss: window.loss)
        }
    }

    /// A batch with its loss: in a tuple a closure would take memory whenever it is taken out.
    private struct ImageWindow {
        let input: ImageInput
        let loss: LayerwiseTrainer.Loss
    }

    private static func randomImages(_ count: Int) -> ImageSet {
        let shape = ImageShape(channels: 1, height: 1, width: 40)
        let classes = 10
        var stream = RandomStream(seed: 0, purpose: .trainingData)
        return ImageSet(
            images: (0..<count * shape.features).map { _ in 2 * stream.uniform() - 1 },
            labels: (0..<count).map { _ in Int32(stream.below(classes)) }, classes: classes,
            shape: shape)
    }
}

extension Configuration {
    /// The defaults, but `settings` as `words` spell them.
    /// - Throws: `SettingError` when one of them is outside its setting's domain.
    fileprivate init(
        _ settings: [SettingName], _ words: some Sequence<String>
    ) throws(SettingError) {
        self.init()
        for (setting, word) in zip(settings, words) {
            try assign(Assignment(setting, try setting.definition.parse(word)))
        }
    }
}
