import Layers
import Optimizers
import Sweeps
import Tasks
import Tensor
import Trainers

/// What one configuration trains: the task, the network and the method, ready to run.
struct CellTraining {
    let network: RecurrentNetwork
    let trainer: any Trainer
    /// The synthesizer's tensors; nil for a method without one.
    let synthesizer: Parameters?
    var course: any Course
    /// Nil: a sequence is one window.
    private let schedule: WindowSchedule?

    /// - Throws: `DataError`, `SweepError.contradiction`.
    init(_ configuration: Configuration) throws {
        try configuration.checkForContradictions()
        if configuration.isText {
            let task = try TextSource.task(configuration)
            network = Self.network(configuration, inputs: task.characters, outputs: task.characters)
            course = TextCourse(task, network: network, batch: configuration[.batch])
        } else {
            let task = CopyTask(symbols: configuration[.symbols], seed: configuration[.seed])
            network = Self.network(configuration, inputs: task.inputs, outputs: task.outputs)
            course = CopyCourse(task, network: network, configuration: configuration)
        }
        let workspace = Workspace()
        let trainer = Self.trainer(network, configuration, in: workspace)
        self.trainer = trainer
        synthesizer = (trainer as? SyntheticGradientBPTT)?.synthesizerParameters
        schedule = configuration[.method] == .fullBPTT ? nil : configuration.schedule
    }

    /// The method of `configuration`, about to train `network`.
    static func trainer(
        _ network: RecurrentNetwork, _ configuration: Configuration, in workspace: Workspace
    ) -> any Trainer {
        // A window longer than this takes more memory when it comes.
        let capacity = min(configuration[.truncation], 64)
        let core = RecurrentCore(
            network: network, batch: configuration[.batch], capacity: capacity,
            optimizer: configuration.optimizer(learningRate: configuration[.learningRate]),
            clip: GlobalNormClip(norm: configuration[.clipNorm]),
            switches: configuration.switches, in: workspace)
        if let synthesizer = configuration.synthesizer(
            stateWidth: network.stateWidth, in: workspace)
        {
            return SyntheticGradientBPTT(
                core, synthesizer: synthesizer,
                optimizer: configuration.optimizer(
                    learningRate: configuration[.synthesizerLearningRate]),
                clip: GlobalNormClip(norm: configuration[.synthesizerClipNorm]), in: workspace)
        }
        switch configuration[.method] {
        case .oracle: return OracleGradientBPTT(core, capacity: capacity, in: workspace)
        case .fullBPTT: return FullBPTT(core)
        default: return TruncatedBPTT(core)
        }
    }

    private static func network(
        _ configuration: Configuration, inputs: Int, outputs: Int
    ) -> RecurrentNetwork {
        let network = RecurrentNetwork(
            symbols: inputs, units: configuration[.units], outputs: outputs)
        network.initialize(
            seed: configuration[.seed], forgetBias: Float(configuration[.forgetBias]))
        return network
    }

    /// The windows in which `sequences` are trained on.
    func windows(of sequences: SequenceBatch) -> some Sequence<Window> {
        let schedule =
            schedule ?? WindowSchedule(truncation: sequences.steps, remainder: .first)
        return schedule.windows(of: sequences)
    }
}
