import Layers
import Store
import Tasks
import Tensor
import Trainers
import Vocabulary

/// A recurrent network in training on a task of sequences.
struct RecurrentTraining: Training {
    let configuration: Configuration
    let network: RecurrentNetwork
    let session: RecurrentSession
    private(set) var course: any Course
    let schedule: WindowSchedule
    /// The probe of the true gradients; nil when none are measured.
    private let probe: GradientProbe?
    private var diagnoses: DiagnosisCurves
    private(set) var timeSteps = 0
    private(set) var batches = 0
    private var windows = AnyIterator<Window> { nil }
    /// How many windows of the sequences have been trained on.
    private var windowsTaken = 0

    /// Makes the network and its session.
    /// - Throws: `DataError`.
    init(_ configuration: Configuration, _ task: SequenceTask) throws {
        self.configuration = configuration
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
            configuration.isDiagnosed
            ? GradientProbe(
                session, twin: configuration.session(network, in: Workspace()),
                schedule: configuration.schedule(truncation: configuration[.truncation]),
                ruleSchedule: schedule)
            : nil
    }

    var updates: Int { session.updates }

    mutating func advance(capturing: Bool) -> StepReport {
        let window = nextWindow()
        timeSteps += window.steps.count
        let report = session.train(on: window, capturing: capturing)
        course.take(report)
        return report
    }

    private mutating func nextWindow() -> Window {
        while true {
            if let window = windows.next() {
                windowsTaken += 1
                return window
            }
            windowsTaken = 0
            begin(course.nextSequences())
            batches += 1
        }
    }

    /// Begins sequences, or goes on with them after the windows taken.
    private mutating func begin(_ sequences: SequenceBatch) {
        windows = AnyIterator(
            session.rule.pace.windows(of: sequences, schedule: schedule)
                .dropFirst(windowsTaken).makeIterator())
    }

    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("session", of: session)
        try state.within("course") { () throws(StateMismatch) in try course.transfer(state) }
        try state.part("diagnoses", &diagnoses)
        try state.integer("time_steps", &timeSteps)
        try state.integer("batches", &batches)
        try state.integer("windows_taken", &windowsTaken)
        if !state.isSaving && batches > 0 { begin(course.latestSequences) }
    }

    /// Takes notice of what the session has learned from others.
    /// - Parameter report: of the updates that were taken.
    mutating func noteSession(_ report: StepReport) {
        course.take(report)
        timeSteps = session.timeSteps
        let epoch = course.latestSequences.steps
        batches = (timeSteps + epoch - 1) / epoch
    }

    mutating func evaluate(at position: Int, pausing: () throws -> Void) throws {
        try course.evaluate(network, at: position, pausing: pausing)
    }

    mutating func diagnose(at position: Int, pausing: () throws -> Void) throws {
        guard let probe else { return }
        let sequences = course.sequencesToDiagnose(diagnoses.count)
        var diagnosis = try probe.measure(sequences, pausing: pausing)
        if configuration.ceilingBatches > 0 {
            let ceilings = try probe.ceilings(
                on: course.sequencesForCeiling(diagnoses.count), pausing: pausing)
            (diagnosis.future, diagnosis.discounted) = (ceilings.future, ceilings.discounted)
        }
        diagnoses.record(diagnosis, at: position)
    }

    var curveValues: [(quantity: Quantity, value: Double)] { course.curveValues }

    mutating func finish(pausing: () throws -> Void) throws -> [Measurement] {
        try course.finish(network, pausing: pausing) + diagnoses.measurements
            + timedParts(pausing: pausing)
    }

    var tensors: [Group] {
        let conventions = type(of: network.cell).facts.conventions
        return [Group("parameters", parameters: network.parameters, conventions: conventions)]
            + (course.bestParameters.map {
                [Group("best_parameters", parameters: $0, conventions: conventions)]
            } ?? [])
            + session.rule.learners.filter { $0.learner.parameters.count > 0 }.map {
                Group($0.name, groups: [Group("parameters", parameters: $0.learner.parameters)])
            }
    }
}
