import Store
import Tensor
import Trainers
import Vocabulary

/// Trains one configuration to the end of its budget and keeps what is to be stored.
struct CellRun {
    /// The end of a run and what is to be stored of it.
    struct Outcome {
        let status: CellStatus
        /// The reason that the run diverged.
        let failure: String?
        let datasets: [Dataset]
        let groups: [Group]
    }

    private let configuration: Configuration
    private let budget: Int
    private let recordEvery: Int
    private let evaluateEvery: Int
    private let diagnoses: DiagnosisPositions
    /// What the data turned out to be.
    private let dataFacts: [Dataset]
    private var training: any Training
    private var curves: TrainingCurves
    /// The captured windows, as the file has them.
    private(set) var captures: [Group] = []
    /// Whether a loss or a gradient is no more finite.
    private var hasDiverged = false
    /// The points up to which measurements have been taken.
    private var evaluated = 0
    private var diagnosed: Int
    private var recorded = 0

    /// Prepares the run of a configuration.
    /// - Throws: `DataError`, `Contradiction`, and `RunError.otherData` when the data are no longer
    ///   those that the configuration was made for.
    init(_ configuration: Configuration, times: CellTimes = CellTimes()) throws {
        let configuration = configuration.canonical
        try configuration.checkAll()
        try configuration.checkData()
        self.configuration = configuration
        let local: any SharedTraining =
            if let task = try configuration.sequenceTask() {
                try RecurrentTraining(configuration, task)
            } else {
                try ImageTraining(configuration)
            }
        training =
            configuration[.workers] > 0
            ? ParallelTraining(configuration, local, patience: times.workerTimeout) : local
        dataFacts = try configuration.dataFacts().map { Dataset($0, .int64([Int64($1)])) }
        curves = TrainingCurves(
            configuration, taskQuantities: training.curveValues.map(\.quantity))
        (budget, recordEvery) = (configuration[.budget], configuration[.recordEvery])
        evaluateEvery = configuration[.evaluateEvery]
        diagnoses = DiagnosisPositions(configuration)
        // The first diagnosis may be of the untrained network.
        diagnosed = -1
    }

    /// The progress of training, in units of the budget.
    private var position: Int {
        switch configuration[.budgetUnit] {
        case .updates: training.updates
        case .timeSteps: training.timeSteps
        }
    }

    /// Takes the measurements that are due and trains on the next window or batch.
    ///
    /// After `Stopped` the run is as if it had not been called: it can be advanced again.
    /// - Parameters:
    ///   - stop: looked at between windows, batches and pieces of measurements.
    ///   - progress: called with the share of the budget done whenever a point is recorded.
    /// - Returns: whether there is more to do.
    /// - Throws: `Stopped`.
    mutating func advance(stop: StopRequest, progress: (Double) -> Void) throws -> Bool {
        guard !hasDiverged else { return false }
        try measure(stop, progress)
        guard position < budget else { return false }
        try stop.check()
        let report = try training.advance(capturing: captures.count < configuration[.capture])
        if let capture = report.capture { captures.append(group(of: capture)) }
        hasDiverged = !report.isFinite
        if !hasDiverged { curves.add(report) }
        return true
    }

    /// Takes the measurements that are due.
    private mutating func measure(_ stop: StopRequest, _ progress: (Double) -> Void) throws {
        while let point = point(after: evaluated, every: evaluateEvery) {
            try training.evaluate(at: point, pausing: stop.check)
            evaluated = point
        }
        while let point = diagnoses.next(after: diagnosed), point <= position {
            try training.diagnose(at: point, pausing: stop.check)
            diagnosed = point
        }
        while let point = point(after: recorded, every: recordEvery) {
            curves.record(at: point, training.curveValues.map(\.value))
            recorded = point
            progress(Double(point) / Double(budget))
        }
    }

    /// The next multiple of `interval` after `last`, or the end of the budget, as far as the latest
    /// window has reached it.
    ///
    /// A window may pass several, and pass them by a few steps: a point is filed under its nominal
    /// position, so that runs with different windows share a coordinate.
    private func point(after last: Int, every interval: Int) -> Int? {
        let next = min((last / interval + 1) * interval, budget)
        return next > last && next <= position ? next : nil
    }

    /// Takes the last measurements of a run that has nothing more to do.
    /// - Throws: `Stopped`, after which it can be called again.
    mutating func finish(stop: StopRequest) throws -> Outcome {
        Outcome(
            status: hasDiverged ? .diverged : .complete,
            failure: hasDiverged
                ? "update \(training.updates): the loss or a gradient is not finite" : nil,
            datasets: curves.datasets + datasets(try training.finish(pausing: stop.check)) + totals,
            groups: training.tensors
                + (captures.isEmpty ? [] : [Group("capture", groups: captures)]))
    }

    /// The measurements and, each once, their coordinates.
    private func datasets(_ measurements: [Measurement]) -> [Dataset] {
        var coordinates: [Coordinate] = []
        for case let coordinate? in measurements.map(\.coordinate)
        where !coordinates.contains(coordinate) {
            coordinates.append(coordinate)
        }
        return coordinates.map(\.dataset)
            + measurements.map {
                Dataset($0.quantity, over: $0.coordinate?.name, .float64($0.values))
            }
    }

    /// The totals of training: updates, time steps, batches. And what the data turned out to be.
    private var totals: [Dataset] {
        [
            (Quantity.updates, training.updates), (.timeSteps, training.timeSteps),
            (.batches, training.batches),
        ].map { quantity, count in Dataset(quantity, .int64([Int64(count)])) } + dataFacts
    }

    private func group(of capture: WindowCapture) -> Group {
        var window = Group("window_\(captures.count)", capture)
        // A replay needs the cell's word, which the numerical column does not have.
        switch configuration.family {
        case .recurrent: window.attributes["cell"] = .text(configuration[.cell].rawValue)
        case .layered: break
        }
        return window
    }
}

extension CellRun: Resumable {
    /// The updates taken so far.
    var updates: Int { training.updates }

    /// Transfers all but the captured windows.
    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.within("training") { () throws(StateMismatch) in
            try training.transfer(state)
        }
        try state.part("curves", &curves)
        try state.integer("evaluated", &evaluated)
        try state.integer("diagnosed", &diagnosed)
        try state.integer("recorded", &recorded)
        try state.flag("has_diverged", &hasDiverged)
    }

    /// The run as a checkpoint has it.
    /// - Parameter time: what it took so far.
    mutating func checkpoint(
        program: String, time: RunTime
    ) throws(StateMismatch) -> CheckpointRecord {
        let state = StateTransfer()
        try transfer(state)
        return CheckpointRecord(
            configurationJSON: configuration.json, program: program, time: time,
            state: Group("state", parts: state.parts), captures: captures)
    }

    /// The run of a configuration as a checkpoint has it.
    /// - Throws: as of a run that begins, and `StateMismatch`.
    init(
        _ configuration: Configuration, resuming checkpoint: CheckpointRecord,
        times: CellTimes = CellTimes()
    ) throws {
        try self.init(configuration, times: times)
        let state = StateTransfer(restoring: checkpoint.state.parts)
        try transfer(state)
        try state.end()
        captures = checkpoint.captures
    }
}
