import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

/// A task of separate sequences that grow as they are mastered.
struct CurriculumCourse: Course {
    private let task: any EpisodicTask
    private let batch: Int
    private let seed: Int
    private let lengths: LengthDistribution
    private let evaluator: Evaluator
    private let heldOut: Quantity
    private let heldOutGap: Quantity
    /// The batches of a measurement of ceilings.
    private let ceilingBatches: Int
    /// The length N of the sequences that gradients are measured on; 0: that trained on.
    private let diagnosisLength: Int
    private var curriculum: Curriculum
    private var trained = 0
    /// The level of the sequences now trained on.
    private var drawn: Level?
    private var evaluated = 0
    private var latestLoss = Double.nan
    private var gap = GeneralizationGap()
    private var latestGap = Double.nan
    /// Batches in the curriculum's mean.
    private let window: Int
    /// The hardest level within reach.
    private let solvable: Level?

    init(
        _ task: any EpisodicTask, network: RecurrentNetwork, configuration: Configuration
    ) {
        self.task = task
        batch = configuration[.batch]
        seed = configuration[.seed]
        lengths = configuration.lengthDistribution
        diagnosisLength = configuration[.diagnosisLength]
        ceilingBatches = configuration.ceilingBatches
        evaluator = Evaluator(network: network, batch: batch, in: Workspace())
        heldOut = .heldOutLoss.measured(in: configuration[.task].spec.lossUnits)
        heldOutGap = .generalizationGap.measured(in: configuration[.task].spec.lossUnits)
        window = configuration[.curriculumBatches]
        curriculum = Curriculum(
            of: task, from: configuration[.curriculumStart],
            threshold: configuration[.curriculumThreshold], window: window)
        let (budget, distance) = (configuration[.budget], configuration[.evaluateEvery])
        // The last one is at the end of the budget.
        solvable = curriculum.solvableLevel(evaluations: (budget + distance - 1) / distance)
    }

    mutating func nextSequences() -> SequenceBatch {
        drawn = lengths.level(
            from: task.easiest.length, upTo: curriculum.level, seed: seed, item: trained)
        trained += 1
        return latestSequences
    }

    var latestSequences: SequenceBatch {
        task.sequences(
            at: drawn ?? curriculum.level, batch: batch, purpose: .trainingData, item: trained - 1)
    }

    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.part("curriculum", &curriculum)
        try state.level("drawn", &drawn)
        try state.integer("trained", &trained)
        try state.integer("evaluated", &evaluated)
        try state.real("latest_loss", &latestLoss)
        try state.real("latest_gap", &latestGap)
        try state.part("gap", &gap)
    }

    mutating func evaluate(
        _ network: RecurrentNetwork, at position: Int, pausing: () throws -> Void
    ) throws {
        let sequences = task.sequences(
            at: curriculum.level, batch: batch, purpose: .heldOutData, item: evaluated)
        latestLoss = try evaluator.meanLoss(of: sequences, pausing: pausing)
        latestGap = gap.close(heldOut: latestLoss)
        evaluated += 1
        curriculum.record(latestLoss)
    }

    mutating func take(_ report: StepReport) { gap.add(report) }

    private var diagnosedLevel: Level {
        diagnosisLength > 0 ? task.level(of: diagnosisLength) : curriculum.level
    }

    func sequencesToDiagnose(_ item: Int) -> SequenceBatch {
        task.sequences(at: diagnosedLevel, batch: batch, purpose: .diagnosis, item: item)
    }

    func sequencesForCeiling(_ item: Int) -> AnySequence<SequenceBatch> {
        let (task, level, batch, count) = (task, diagnosedLevel, batch, ceilingBatches)
        return AnySequence(
            (0..<count).lazy.map {
                task.sequences(
                    at: level, batch: batch, purpose: .ceilings, item: item * count + $0)
            })
    }

    func sequences(ofSteps steps: Int) -> SequenceBatch {
        var level = task.easiest
        while task.steps(at: level) < steps { level = task.next(after: level) }
        return task.sequences(at: level, batch: batch, purpose: .diagnosis, item: 0)
    }

    var bestParameters: Parameters? { nil }

    var curveValues: [(quantity: Quantity, value: Double)] {
        let solved = curriculum.solved
        let steps = solved.map { Double(task.steps(at: $0)) } ?? 0
        return [
            (.solvedLength, Double(curriculum.solvedLength)),
            (.solvedRepeats, Double(solved?.repeats ?? 0)), (.solvedSteps, steps),
            (heldOut, latestLoss), (heldOutGap, latestGap),
        ]
    }

    /// What the final weights can do, on sequences that nothing else has seen, and what could have been.
    mutating func finish(
        _ network: RecurrentNetwork, pausing: () throws -> Void
    ) throws -> [Measurement] {
        let now = try curriculum.solvedNow { level in
            var sum = 0.0
            for item in 0..<window {
                let sequences = task.sequences(
                    at: level, batch: batch, purpose: .finalTestData, item: item)
                sum += try evaluator.meanLoss(of: sequences, pausing: pausing)
            }
            return sum / Double(window)
        }
        func single(_ quantity: Quantity, _ value: Int?) -> Measurement {
            Measurement(quantity: quantity, coordinate: nil, values: [Double(value ?? 0)])
        }
        return [
            single(.solvedLengthNow, now?.length), single(.solvedStepsNow, now.map(task.steps)),
            single(.solvableLength, solvable?.length),
            single(.solvableSteps, solvable.map(task.steps)),
        ]
    }
}
