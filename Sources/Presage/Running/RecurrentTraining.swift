import Layers
import Optimizers
import Store
import Sweeps
import Tasks
import Tensor
import Trainers

/// A recurrent network in training on a task of sequences.
struct RecurrentTraining: Training {
    let network: RecurrentNetwork
    let session: RecurrentSession
    private var course: any Course
    private let schedule: WindowSchedule
    /// Nil when no gradients are measured.
    private let probe: GradientProbe?
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
        session = Self.session(network, configuration, in: Workspace())
        schedule = configuration.schedule
        diagnoses = DiagnosisCurves(budgetUnit: configuration[.budgetUnit])
        probe =
            configuration[.diagnoseEvery] > 0
            ? GradientProbe(
                session, twin: Self.session(network, configuration, in: Workspace()),
                schedule: configuration.schedule(truncation: configuration[.truncation]),
                ruleSchedule: schedule)
            : nil
    }

    var updates: Int { session.updates }

    mutating func advance(capturing: Bool) -> StepReport {
        let window = nextWindow()
        // Steps that pad a masked remainder are none of the sequence.
        let end = min(window.steps.upperBound, sequences?.steps ?? window.steps.upperBound)
        timeSteps += end - window.steps.lowerBound
        return session.train(on: window, capturing: capturing)
    }

    private mutating func nextWindow() -> Window {
        while true {
            if let window = windows.next() { return window }
            let sequences = course.nextSequences()
            windows = AnyIterator(
                session.rule.pace.windows(of: sequences, schedule: schedule).makeIterator())
            self.sequences = sequences
            batches += 1
        }
    }

    mutating func evaluate(at position: Int) { course.evaluate(network, at: position) }

    mutating func diagnose(at position: Int) {
        guard let probe else { return }
        diagnoses.record(probe.measure(course.sequencesToDiagnose()), at: position)
    }

    var curveValues: [(curve: Variable, value: Double)] { course.curveValues }

    mutating func finish() -> [Measurement] { course.finish(network) + diagnoses.measurements }

    var tensors: [Group] {
        var groups = [Group("parameters", parameters: network.parameters)]
        for (name, learner) in session.rule.learners where learner.parameters.count > 0 {
            groups.append(
                Group(name, groups: [Group("parameters", parameters: learner.parameters)]))
        }
        return groups
    }

    /// The session that trains `network` as `configuration` says.
    static func session(
        _ network: RecurrentNetwork, _ configuration: Configuration, in workspace: Workspace
    ) -> RecurrentSession {
        let context = RuleContext(
            network: network, batch: configuration[.batch],
            // A window longer than this takes more memory when it comes.
            capacity: min(configuration.schedule.truncation, 64),
            options: configuration.options, in: workspace)
        return RecurrentSession(
            context, rule(configuration, context),
            optimizer: configuration.optimizer(learningRate: configuration[.learningRate]),
            scaling: configuration.gradientScaling)
    }

    private static func rule(
        _ configuration: Configuration, _ context: RuleContext
    ) -> any LearningRule {
        switch configuration[.method].boundary {
        case .none: return FullBPTT()
        case .backpropagated, .lastLayerAlone:
            preconditionFailure("\(configuration[.method].name) of a recurrent network")
        case .cut: return TruncatedBPTT()
        case .exact: return OracleGradientBPTT(context, horizon: configuration.lookAhead)
        case .synthetic(let kind, let targets, _):
            let interface = DecoupledNeuralInterface(
                context,
                optimizer: configuration.optimizer(
                    learningRate: configuration[.synthesizerLearningRate]),
                scaling: GradientScaling(
                    ClippingRange(ceiling: configuration[.synthesizerClipNorm])),
                options: configuration.interfaceOptions
            ) { inputs in
                configuration.synthesizer(
                    kind, inputs: inputs, stateWidth: context.network.stateWidth,
                    in: context.workspace)
            }
            let returns: (any ReturnTargets)? =
                switch targets {
                case .bootstrapped: nil
                case .lambdaReturn:
                    BPLambda(
                        context, configuration.lambdaReturn, horizon: configuration.lookAhead)
                case .accumulated: AccumulateBPLambda(context, configuration.lambdaReturn)
                }
            return SyntheticGradientBPTT(context, interface, returns: returns)
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
