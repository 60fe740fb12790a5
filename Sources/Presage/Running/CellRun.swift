import Store
import Sweeps
import Tasks
import Tensor
import Trainers

/// Trains one configuration to the end of its budget and keeps what is to be stored.
struct CellRun {
    /// What came of it.
    struct Outcome {
        let status: CellStatus
        /// Why it diverged.
        let failure: String?
        let datasets: [Dataset]
        let groups: [Group]
    }

    private let configuration: Configuration
    private var training: any Training
    private var curves: TrainingCurves
    private var captures: [WindowCapture] = []
    private var failure: String?

    /// - Throws: `DataError`, `SweepError.contradiction`.
    init(_ configuration: Configuration) throws {
        try configuration.checkForContradictions()
        self.configuration = configuration
        training =
            configuration.isImages
            ? try ImageTraining(configuration) : try RecurrentTraining(configuration)
        curves = TrainingCurves(configuration)
    }

    /// How far training has come, in units of the budget.
    private var position: Int {
        configuration.countsTimeSteps ? training.timeSteps : training.updates
    }

    /// Runs to the end.
    /// - Parameter progress: called with the share of the budget done whenever a point is recorded.
    mutating func run(progress: (Double) -> Void) -> Outcome {
        if configuration[.diagnoseEvery] > 0 { training.diagnose(at: 0) }
        while position < configuration[.budget] && failure == nil { advance(progress) }
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
        curves.note(report)
        for point in points(after: before, every: configuration[.evaluateEvery]) {
            training.evaluate(at: point)
        }
        if configuration[.diagnoseEvery] > 0 {
            for point in points(after: before, every: configuration[.diagnoseEvery]) {
                training.diagnose(at: point)
            }
        }
        for point in points(after: before, every: configuration[.recordEvery]) {
            curves.record(at: point, training.curveValues)
            progress(Double(point) / Double(configuration[.budget]))
        }
    }

    /// The multiples of `interval`, and the end of the budget, that the latest window reached.
    ///
    /// A window may pass several, and pass them by a few steps: a point is filed under its nominal
    /// position, so that runs with different windows share a coordinate.
    private func points(after before: Int, every interval: Int) -> [Int] {
        let budget = configuration[.budget]
        let reached = min(position, budget)
        var points = Array(
            stride(from: (before / interval + 1) * interval, through: reached, by: interval))
        if reached == budget && before < budget && budget % interval != 0 { points.append(budget) }
        return points
    }

    /// The measurements and, each once, what they lie over.
    private func datasets(_ measurements: [Measurement]) -> [Dataset] {
        var coordinates: [Coordinate] = []
        for case let coordinate? in measurements.map(\.coordinate)
        where !coordinates.contains(coordinate) {
            coordinates.append(coordinate)
        }
        return coordinates.map { coordinate in
            Dataset(
                coordinate: coordinate.variable.name,
                .int64(coordinate.positions.map(Int64.init)),
                attributes: coordinate.variable.attributes)
        }
            + measurements.map {
                Dataset($0.variable, over: $0.coordinate?.variable.name, .float64($0.values))
            }
    }

    /// How much training it was.
    private var totals: [Dataset] {
        [
            ("updates", "optimizer steps", training.updates),
            ("time_steps", "time steps per sequence lane", training.timeSteps),
            ("batches", "batches of sequences or images begun", training.batches),
        ].map { name, longName, count in
            Dataset(
                Variable(name: name, longName: longName, units: "1"), .int64([Int64(count)]))
        }
    }

    private var capturedWindows: [Group] {
        let windows = captures.enumerated().map { index, capture in
            var window = Group("window_\(index)", capture)
            if !configuration.isImages { window.attributes["cell"] = .text(configuration[.cell]) }
            return window
        }
        return windows.isEmpty ? [] : [Group("capture", groups: windows)]
    }
}
