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
    private var training: CellTraining
    private var curves: TrainingCurves
    private var diagnoses: DiagnosisCurves
    /// Nil when no gradients are measured.
    private let diagnostics: GradientDiagnostics?
    private var timeSteps = 0
    private var sequences = 0
    private var captures: [WindowCapture] = []
    private var failure: String?

    /// - Throws: `DataError`, `SweepError.contradiction`.
    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        training = try CellTraining(configuration)
        curves = TrainingCurves(configuration)
        diagnoses = DiagnosisCurves(budgetUnit: configuration[.budgetUnit])
        diagnostics =
            configuration[.diagnoseEvery] > 0
            ? GradientDiagnostics(
                training.trainer,
                schedule: configuration.schedule(truncation: configuration[.truncation]))
            : nil
    }

    /// How far training has come, in units of the budget.
    private var position: Int {
        configuration.countsTimeSteps ? timeSteps : training.trainer.core.updates
    }

    /// Runs to the end.
    /// - Parameter progress: called with the share of the budget done whenever a point is recorded.
    mutating func run(progress: (Double) -> Void) -> Outcome {
        diagnose(at: 0)
        while position < configuration[.budget] && failure == nil {
            let sequences = training.course.nextSequences()
            train(on: sequences, progress)
            self.sequences += 1
        }
        let measurements = training.course.finish(training.network) + diagnoses.measurements
        return Outcome(
            status: failure == nil ? .complete : .diverged, failure: failure,
            datasets: curves.datasets + datasets(measurements) + totals, groups: groups)
    }

    private mutating func train(on sequences: SequenceBatch, _ progress: (Double) -> Void) {
        let budget = configuration[.budget]
        for window in training.windows(of: sequences) {
            let before = position
            let isCaptured = captures.count < configuration[.capture]
            let report = training.trainer.train(on: window, capturing: isCaptured)
            // Steps that pad a masked remainder are none of the sequence.
            timeSteps += min(window.steps.upperBound, sequences.steps) - window.steps.lowerBound
            if let capture = report.capture { captures.append(capture) }
            guard report.isFinite else {
                failure =
                    "update \(training.trainer.core.updates): the loss or a gradient is not finite"
                return
            }
            curves.note(report)
            for point in points(after: before, every: configuration[.evaluateEvery]) {
                training.course.evaluate(training.network, at: point)
            }
            if diagnostics != nil {
                for point in points(after: before, every: configuration[.diagnoseEvery]) {
                    diagnose(at: point)
                }
            }
            for point in points(after: before, every: configuration[.recordEvery]) {
                curves.record(at: point, training.course.curveValues)
                progress(Double(point) / Double(budget))
            }
            if position >= budget { return }
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

    private mutating func diagnose(at position: Int) {
        guard let diagnostics else { return }
        let sequences = training.course.sequencesToDiagnose()
        diagnoses.record(diagnostics.measure(sequences), at: position)
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
            ("updates", "optimizer steps", training.trainer.core.updates),
            ("time_steps", "time steps per sequence lane", timeSteps),
            ("sequences", "batches of sequences begun", sequences),
        ].map { name, longName, count in
            Dataset(
                Variable(name: name, longName: longName, units: "1"), .int64([Int64(count)]))
        }
    }

    /// The final tensors and the captured windows.
    private var groups: [Group] {
        var groups = [Group("parameters", parameters: training.network.parameters)]
        if let synthesizer = training.synthesizer, !synthesizer.blocks.isEmpty {
            groups.append(
                Group("synthesizer", groups: [Group("parameters", parameters: synthesizer)]))
        }
        if !captures.isEmpty {
            let windows = captures.enumerated().map { Group("window_\($0.offset)", $0.element) }
            groups.append(Group("capture", groups: windows))
        }
        return groups
    }
}
