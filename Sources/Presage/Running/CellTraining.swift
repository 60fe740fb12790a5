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
    var course: any Course
    /// Nil: a sequence is one window.
    private let schedule: WindowSchedule?

    /// - Throws: `DataError`, `SweepError.contradiction`.
    init(_ configuration: Configuration) throws {
        try configuration.checkForContradictions()
        if let task = configuration.episodicTask {
            network = Self.network(
                configuration, symbols: task.inputs, values: task.valueChannels,
                outputs: task.outputs)
            course = CurriculumCourse(task, network: network, configuration: configuration)
        } else {
            let task = try TextSource.task(configuration)
            network = Self.network(
                configuration, symbols: task.characters, values: 0, outputs: task.characters)
            course = TextCourse(task, network: network, configuration: configuration)
        }
        trainer = Self.trainer(network, configuration, in: Workspace())
        schedule = configuration.schedule
    }

    /// The synthesizer's tensors; nil for a method without one.
    var synthesizer: Parameters? {
        (trainer as? SyntheticGradientBPTT)?.interface.parameters
    }

    /// The method of `configuration`, about to train `network`.
    static func trainer(
        _ network: RecurrentNetwork, _ configuration: Configuration, in workspace: Workspace
    ) -> any Trainer {
        // A window longer than this takes more memory when it comes.
        let capacity = min(configuration.schedule?.truncation ?? configuration[.truncation], 64)
        let core = RecurrentCore(
            network: network, batch: configuration[.batch], capacity: capacity,
            optimizer: configuration.optimizer(learningRate: configuration[.learningRate]),
            scaling: configuration.gradientScaling, switches: configuration.switches,
            in: workspace)
        switch configuration[.method].boundary {
        case .none: return FullBPTT(core)
        case .cut: return TruncatedBPTT(core)
        case .exact:
            return OracleGradientBPTT(
                core, horizon: configuration.lookAhead, capacity: capacity, in: workspace)
        case .synthetic(let kind, let targets, let options):
            let interface = DecoupledNeuralInterface(
                core,
                optimizer: configuration.optimizer(
                    learningRate: configuration[.synthesizerLearningRate]),
                scaling: GradientScaling(NormBand(ceiling: configuration[.synthesizerClipNorm])),
                switches: configuration.interfaceSwitches(options), in: workspace
            ) { inputs in
                configuration.synthesizer(
                    kind, options, inputs: inputs, stateWidth: network.stateWidth, in: workspace)
            }
            let returns: (any ReturnTargets)? =
                switch targets {
                case .bootstrapped: nil
                case .lambdaReturn:
                    BPLambda(
                        core, configuration.lambdaReturn, horizon: configuration.lookAhead,
                        capacity: capacity, in: workspace)
                case .accumulated:
                    AccumulateBPLambda(core, configuration.lambdaReturn, in: workspace)
                }
            return SyntheticGradientBPTT(core, interface, returns: returns, in: workspace)
        }
    }

    private static func network(
        _ configuration: Configuration, symbols: Int, values: Int, outputs: Int
    ) -> RecurrentNetwork {
        let network = RecurrentNetwork(
            cell: configuration.cellKind, symbols: symbols, values: values,
            units: configuration[.units], outputs: outputs)
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
