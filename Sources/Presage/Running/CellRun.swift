import Store
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
    /// The distance of diagnoses, in units of the budget; 0: none.
    private let diagnoseEvery: Int
    private var training: any Training
    private var curves: TrainingCurves
    private var captures: [WindowCapture] = []
    private var failure: String?

    /// Prepares the run of a configuration.
    /// - Throws: `DataError`, `Contradiction`, and `RunError.otherData` when the data are no longer
    ///   those that the configuration was made for.
    init(_ configuration: Configuration) throws {
        let configuration = configuration.canonical
        try configuration.checkAll()
        try configuration.checkData()
        self.configuration = configuration
        if let task = try configuration.sequenceTask() {
            training = try RecurrentTraining(configuration, task)
        } else {
            training = try ImageTraining(configuration)
        }
        curves = TrainingCurves(configuration)
        (budget, recordEvery) = (configuration[.budget], configuration[.recordEvery])
        (evaluateEvery, diagnoseEvery) = (
            configuration[.evaluateEvery], configuration[.diagnoseEvery]
        )
    }

    /// The progress of training, in units of the budget.
    private var position: Int {
        switch configuration[.budgetUnit] {
        case .updates: training.updates
        case .timeSteps: training.timeSteps
        }
    }

    /// Runs to the end.
    /// - Parameter progress: called with the share of the budget done whenever a point is recorded.
    mutating func run(progress: (Double) -> Void) -> Outcome {
        if diagnoseEvery > 0 { training.diagnose(at: 0) }
        while position < budget && failure == nil { advance(progress) }
        return Outcome(
            status: failure == nil ? .complete : .diverged, failure: failure,
            datasets: curves.datasets + datasets(training.finish()) + totals,
            groups: training.tensors + capturedWindows)
    }

    private mutating func advance(_ progress: (Double) -> Void) {
        let before = position
        let report = training.advance(capturing: captures.count < configuration[.capture])
        if let capture = report.capture { captures.append(capture) }
        guard report.isFinite else {
            failure = "update \(training.updates): the loss or a gradient is not finite"
            return
        }
        curves.add(report)
        for point in points(after: before, every: evaluateEvery) {
            training.evaluate(at: point)
        }
        if diagnoseEvery > 0 {
            for point in points(after: before, every: diagnoseEvery) {
                training.diagnose(at: point)
            }
        }
        for point in points(after: before, every: recordEvery) {
            curves.record(at: point, training.curveValues)
            progress(Double(point) / Double(budget))
        }
    }

    /// The multiples of `interval`, and the end of the budget, that the latest window reached.
    ///
    /// A window may pass several, and pass them by a few steps: a point is filed under its nominal
    /// position, so that runs with different windows share a coordinate.
    private func points(after before: Int, every interval: Int) -> [Int] {
        let reached = min(position, budget)
        var points = Array(
            stride(from: (before / interval + 1) * interval, through: reached, by: interval))
        if reached == budget && before < budget && budget % interval != 0 { points.append(budget) }
        return points
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

    /// The totals of training: updates, time steps, batches.
    private var totals: [Dataset] {
        [
            (Quantity.updates, training.updates), (.timeSteps, training.timeSteps),
            (.batches, training.batches),
        ].map { quantity, count in Dataset(quantity, .int64([Int64(count)])) }
    }

    private var capturedWindows: [Group] {
        let windows = captures.enumerated().map { index, capture in
            var window = Group("window_\(index)", capture)
            // A replay needs the cell's word, which the numerical column does not have.
            switch configuration.family {
            case .recurrent: window.attributes["cell"] = .text(configuration[.cell].rawValue)
            case .layered: break
            }
            return window
        }
        return windows.isEmpty ? [] : [Group("capture", groups: windows)]
    }
}

extension Configuration {
    /// Checks that the data are those that the sweep was planned with.
    /// - Throws: `DataError`, and `RunError.otherData` when they are not.
    fileprivate func checkData() throws {
        guard reads.contains(.dataFingerprint), self[.dataFingerprint] != "none" else { return }
        let now = try withDataFingerprint()[.dataFingerprint]
        if now != self[.dataFingerprint] {
            throw RunError.otherData(self[.data], planned: self[.dataFingerprint], now: now)
        }
    }
}

/// A reason that a configuration cannot be run.
enum RunError: Error, Hashable, CustomStringConvertible {
    /// The data are not those that the sweep was planned with.
    case otherData(String, planned: String, now: String)

    var description: String {
        switch self {
        case .otherData(let data, let planned, let now):
            "data is '\(data)', which has changed since the sweep was planned (hash \(planned), now "
                + "\(now)): run the sweep again"
        }
    }
}
