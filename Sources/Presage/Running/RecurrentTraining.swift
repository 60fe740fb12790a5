import Layers
import Optimizers
import Store
import Sweeps
import Tasks
import Tensor
import Trainers

/// A recurrent network and its method on a task of sequences.
struct RecurrentTraining: Training {
    let network: RecurrentNetwork
    let trainer: any Trainer
    private var course: any Course
    /// Nil: a sequence is one window.
    private let schedule: WindowSchedule?
    /// Nil when no gradients are measured.
    private let diagnostics: GradientDiagnostics?
    private var diagnoses: DiagnosisCurves
    private(set) var timeSteps = 0
    private(set) var batches = 0
    private var sequences: SequenceBatch?
    private var windows = AnyIterator<Window> { nil }

    /// - Throws: `DataError`.
    init(_ configuration: Configuration) throws {
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
        diagnoses = DiagnosisCurves(budgetUnit: configuration[.budgetUnit])
        diagnostics =
            configuration[.diagnoseEvery] > 0
            ? GradientDiagnostics(
                trainer, schedule: configuration.schedule(truncation: configuration[.truncation]))
            : nil
    }

    var updates: Int { trainer.core.updates }

    mutating func advance(capturing: Bool) -> StepReport {
        let window = nextWindow()
        // Steps that pad a masked remainder are none of the sequence.
        let end = min(window.steps.upperBound, sequences?.steps ?? window.steps.upperBound)
        timeSteps += end - window.steps.lowerBound
        return trainer.train(on: window, capturing: capturing)
    }

    private mutating func nextWindow() -> Window {
        while true {
            if let window = windows.next() { return window }
            let sequences = course.nextSequences()
            let schedule =
                schedule ?? WindowSchedule(truncation: sequences.steps, remainder: .first)
            windows = AnyIterator(schedule.windows(of: sequences).makeIterator())
            self.sequences = sequences
            batches += 1
        }
    }

    mutating func evaluate(at position: Int) { course.evaluate(network, at: position) }

    mutating func diagnose(at position: Int) {
        guard let diagnostics else { return }
        diagnoses.record(diagnostics.measure(course.sequencesToDiagnose()), at: position)
    }

    var curveValues: [(curve: Variable, value: Double)] { course.curveValues }

    mutating func finish() -> [Measurement] { course.finish(network) + diagnoses.measurements }

    var tensors: [Group] {
        var groups = [Group("parameters", parameters: network.parameters)]
        let synthesizer = (trainer as? SyntheticGradientBPTT)?.interface.parameters
        if let synthesizer, !synthesizer.blocks.isEmpty {
            groups.append(
                Group("synthesizer", groups: [Group("parameters", parameters: synthesizer)]))
        }
        return groups
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
            scaling: configuration.gradientScaling, options: configuration.options,
            in: workspace)
        switch configuration[.method].boundary {
        case .none: return FullBPTT(core)
        case .backpropagated, .lastLayerAlone:
            preconditionFailure("\(configuration[.method].name) of a recurrent network")
        case .cut: return TruncatedBPTT(core)
        case .exact:
            return OracleGradientBPTT(
                core, horizon: configuration.lookAhead, capacity: capacity, in: workspace)
        case .synthetic(let kind, let targets, _):
            let interface = DecoupledNeuralInterface(
                core,
                optimizer: configuration.optimizer(
                    learningRate: configuration[.synthesizerLearningRate]),
                scaling: GradientScaling(
                    ClippingRange(ceiling: configuration[.synthesizerClipNorm])),
                options: configuration.interfaceOptions, in: workspace
            ) { inputs in
                configuration.synthesizer(
                    kind, inputs: inputs, stateWidth: network.stateWidth, in: workspace)
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
            cell: configuration.cellKind.type, symbols: symbols, values: values,
            units: configuration[.units], outputs: outputs)
        network.initialize(
            seed: configuration[.seed], forgetBias: Float(configuration[.forgetBias]))
        return network
    }
}
