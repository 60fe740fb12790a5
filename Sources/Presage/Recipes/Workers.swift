import Datasets
import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary
import Workers

// Workers that share the training of one network, as the numerical column has them.

extension ParallelKind {
    /// The mode of workers.
    var mode: Parallelism.Mode {
        switch self {
        case .locked: .locked
        case .pipelined: .pipelined
        case .stale: .stale
        case .decoupled: .decoupled
        case .forwardUnlocked: .forwardUnlocked
        case .data: .data
        case .windows: .windows
        }
    }
}

extension Configuration {
    /// How the workers share the training.
    var parallelism: Parallelism {
        Parallelism(
            self[.parallel].mode, workers: max(1, self[.workers]),
            microbatches: self[.microbatches], slack: self[.slack])
    }

    /// The workers with a batch of their own each: 1 where one batch goes through all of them.
    var batchShares: Int {
        switch self[.parallel] {
        case _ where self[.workers] == 0: 1
        case .data: self[.workers]
        case .locked, .pipelined, .stale, .decoupled, .forwardUnlocked, .windows: 1
        }
    }

    /// The windows that an update trains on, one after the other.
    var windowsPerUpdate: Int {
        switch self[.parallel] {
        case _ where self[.workers] == 0: 1
        case .windows: self[.workers]
        case .locked, .pipelined, .stale, .decoupled, .forwardUnlocked, .data: 1
        }
    }

    /// Checks that a text is long enough for the windows of all workers.
    /// - Throws: `Contradiction.textBelowWindows`.
    func checkWindows(of task: TextTask) throws(Contradiction) {
        guard self[.workers] > 0 else { return }
        let steps = task.epoch.steps
        let wanted = windowsPerUpdate * self[.truncation]
        guard steps < wanted else { return }
        throw .textBelowWindows(
            steps: steps, windows: windowsPerUpdate, truncation: self[.truncation])
    }
}

extension Configuration {
    /// A worker's share of the training.
    /// - Throws: `DataError`, `Contradiction`.
    func stage(of worker: Int) throws -> any Stage {
        switch try sequenceTask() {
        case .stream(let task)?: windowStage(of: worker, task)
        case .episodes(let task)?: preconditionFailure("workers of \(task)")
        case nil: try layerStage(of: worker)
        }
    }

    private func windowStage(of worker: Int, _ task: TextTask) -> WindowStage {
        let network = network(symbols: task.characters, values: 0, outputs: task.characters)
        let windows = WorkerWindows(self, task, worker: worker)
        return WindowStage(
            session(network, in: Workspace()), worker: worker, parallelism, load: windows.window)
    }

    private func layerStage(of worker: Int) throws -> LayerStage {
        let training = try trainingImages()
        let task = ImageTask(training, seed: self[.seed])
        let input = imageInput(training.set)
        let (batch, shares) = (self[.batch], batchShares)
        let workspace = Workspace()
        return LayerStage(
            layerwiseTrainer(on: training.set, in: workspace), worker: worker, parallelism,
            sleep: self[.layerSleep] / 1e6, in: workspace
        ) { update in
            let images = task.batch(
                update, size: batch, share: shares > 1 ? worker : 0, of: shares)
            input.fill(images)
            return LayerBatch(x: input.x, condition: input.labels) { samples, logits, gradient in
                SoftmaxCrossEntropy.loss(
                    logits: logits, targets: images.labels[samples], scale: 1, gradients: gradient)
            }
        }
    }
}

/// The windows of a text that one worker trains on, all of T steps; the rest of an epoch that is too
/// short for all workers is skipped.
struct WorkerWindows {
    private let lanes: SequenceBatch
    private let truncation: Int
    private let perUpdate: Int
    private let place: Int

    /// - Parameter worker: one of them.
    init(_ configuration: Configuration, _ task: TextTask, worker: Int) {
        let (batch, shares) = (configuration[.batch], configuration.batchShares)
        truncation = configuration[.truncation]
        perUpdate = configuration.windowsPerUpdate
        place = perUpdate > 1 ? worker : 0
        let own =
            shares > 1
            ? task.epoch.lanes(worker * batch..<(worker + 1) * batch) : task.epoch
        // The last window of an epoch is then the last of its sequences.
        let steps = truncation * perUpdate
        lanes = own.prefix(own.steps / steps * steps)
    }

    /// The updates in an epoch.
    var updatesPerEpoch: Int { lanes.steps / (truncation * perUpdate) }

    /// The worker's window of an update.
    func window(of update: Int) -> Window {
        let window = update % updatesPerEpoch * perUpdate + place
        return Window(lanes, steps: window * truncation..<(window + 1) * truncation)
    }
}
