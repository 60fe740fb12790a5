import Layers
import Store
import Tensor
import Trainers
import Vocabulary
import Workers

/// A training whose updates are taken by workers, while this process evaluates and saves.
///
/// Workers train in rounds that end where something is measured. Between rounds all that they have
/// learned lies here as well, so that what is measured and saved is what any training has.
struct ParallelTraining: Training {
    private let configuration: Configuration
    private var local: any SharedTraining
    private let patience: Double
    /// The workers, from the first round on.
    private var team: WorkerTeam?
    private var times: WorkerTimes
    /// What single workers have besides what all have together.
    private var own: [StatePart] = []
    /// The times at the evaluations of a text.
    private var evaluations: [(position: Int, seconds: Double)] = []

    /// - Parameter local: the training of the same configuration.
    init(_ configuration: Configuration, _ local: any SharedTraining, patience: Double) {
        self.configuration = configuration
        self.local = local
        times = WorkerTimes(workers: configuration[.workers])
        self.patience = patience
    }

    var updates: Int { local.updates }
    var timeSteps: Int { local.timeSteps }
    var batches: Int { local.batches }

    mutating func advance(capturing: Bool) throws -> StepReport {
        let team = try self.team ?? start()
        let round = updates..<updates + roundLength
        let reports = try team.run(round)
        try team.take(local.learned)
        own = team.own
        let report = StepReport(reports.map(\.stage), updates: round.count)
        local.noteUpdates(round.count, report)
        times.add(reports, updates: round.count)
        return report
    }

    private mutating func start() throws -> WorkerTeam {
        let team = try WorkerTeam(
            configuration, largestMessage: local.messages.longest, own: own, patience: patience)
        try team.give(local.learned)
        self.team = team
        return team
    }

    /// The updates up to the next point at which something is measured.
    private var roundLength: Int {
        let steps: Int
        let position: Int
        switch configuration[.budgetUnit] {
        case .updates: (steps, position) = (1, updates)
        case .timeSteps:
            (steps, position) = (
                configuration.windowsPerUpdate * configuration[.truncation], timeSteps
            )
        }
        let distances = [configuration[.recordEvery], configuration[.evaluateEvery]]
        let points =
            distances.map { (position / $0 + 1) * $0 }
            + [DiagnosisPositions(configuration).next(after: position) ?? configuration[.budget]]
        let end = points.reduce(configuration[.budget], min)
        return min(max(1, (end - position + steps - 1) / steps), Schedule.longestRound)
    }

    mutating func evaluate(at position: Int, pausing: () throws -> Void) throws {
        try local.evaluate(at: position, pausing: pausing)
        evaluations.append((position, times.seconds))
    }

    mutating func diagnose(at position: Int, pausing: () throws -> Void) throws {
        try local.diagnose(at: position, pausing: pausing)
    }

    var curveValues: [(quantity: Quantity, value: Double)] {
        switch configuration.family {
        case .layered: local.curveValues + [(.trainingTime, times.seconds)]
        // Of a text what is measured lies over the evaluations.
        case .recurrent: local.curveValues
        }
    }

    mutating func finish(pausing: () throws -> Void) throws -> [Measurement] {
        let measurements = try local.finish(pausing: pausing)
        var own = times.measurements(configuration)
        switch configuration.family {
        case .layered: break
        case .recurrent:
            own.append(
                Measurement(
                    quantity: .trainingTime,
                    coordinate: .evaluation(evaluations.map(\.position), configuration),
                    values: evaluations.map(\.seconds)))
        }
        guard let team else { return measurements + own }
        team.end()
        let prediction = WorkerPrediction(
            configuration, team.costs,
            layer: LayerCosts(
                try local.partCosts(rounds: WorkerTeam.calibrationRounds, pausing: pausing),
                local.messages, configuration))
        return measurements + own + prediction.measurements(rate: times.rate, round: times.round)
    }

    var tensors: [Group] { local.tensors }

    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try local.transfer(state)
        try state.part("times", &times)
        try state.parts("own", &own)
        var (positions, seconds) = (evaluations.map(\.position), evaluations.map(\.seconds))
        try state.integers("evaluated_positions", &positions)
        try state.reals("evaluated_seconds", &seconds, count: positions.count)
        evaluations = zip(positions, seconds).map { ($0, $1) }
    }
}

extension StepReport {
    /// A round of all workers as one step.
    init(_ stages: [StageReport], updates: Int) {
        func sum<Number: AdditiveArithmetic>(_ value: (StageReport) -> Number) -> Number {
            stages.reduce(.zero) { $0 + value($1) }
        }
        func mean(_ sum: Double, _ count: Int) -> Double? {
            count > 0 ? sum / Double(count) : nil
        }
        self.init(
            loss: sum(\.loss) * SoftmaxCrossEntropy.bitsPerNat, scoredOutputs: sum(\.scoredOutputs),
            gradientNorm: (sum(\.squaredGradientNorm) / Double(updates)).squareRoot(),
            rule: RuleReport(
                synthesizerLoss: mean(sum(\.synthesizerLoss), sum(\.synthesizerLosses)),
                inputLoss: mean(sum(\.inputLoss), sum(\.inputLosses))))
    }
}
