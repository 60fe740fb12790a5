import Layers
import Store
import Tasks
import Tensor
import Trainers
import Vocabulary

/// A recurrent network in training on a task of sequences.
struct RecurrentTraining: Training {
    let network: RecurrentNetwork
    let session: RecurrentSession
    private var course: any Course
    private let schedule: WindowSchedule
    /// The probe of the true gradients; nil when none are measured.
    private let probe: GradientProbe?
    private var diagnoses: DiagnosisCurves
    private(set) var timeSteps = 0
    private(set) var batches = 0
    private var sequences: SequenceBatch?
    private var windows = AnyIterator<Window> { nil }

    /// Makes the network and its session.
    /// - Throws: `DataError`.
    init(_ configuration: Configuration, _ task: SequenceTask) throws {
        switch task {
        case .episodes(let task):
            network = configuration.network(
                symbols: task.inputs, values: task.valueChannels, outputs: task.outputs)
            course = CurriculumCourse(task, network: network, configuration: configuration)
        case .stream(let task):
            network = configuration.network(
                symbols: task.characters, values: 0, outputs: task.characters)
            course = TextCourse(task, network: network, configuration: configuration)
        }
        session = configuration.session(network, in: Workspace())
        schedule = configuration.schedule
        diagnoses = DiagnosisCurves(configuration)
        probe =
            configuration[.diagnoseEvery] > 0
            ? GradientProbe(
                session, twin: configuration.session(network, in: Workspace()),
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

    var curveValues: [(quantity: Quantity, value: Double)] { course.curveValues }

    mutating func finish() -> [Measurement] { course.finish(network) + diagnoses.measurements }

    var tensors: [Group] {
        [Group("parameters", parameters: network.parameters)]
            + (course.bestParameters.map { [Group("best_parameters", parameters: $0)] } ?? [])
            + session.rule.learners.filter { $0.learner.parameters.count > 0 }.map {
                Group($0.name, groups: [Group("parameters", parameters: $0.learner.parameters)])
            }
    }
}
