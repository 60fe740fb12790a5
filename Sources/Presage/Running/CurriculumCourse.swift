import Layers
import Sweeps
import Tasks
import Tensor
import Trainers

/// A task of separate sequences that grow as they are mastered.
struct CurriculumCourse: Course {
    private let task: any EpisodicTask
    private let batch: Int
    private let seed: Int
    private let lengths: LengthDistribution
    private let evaluator: Evaluator
    private let heldOut: Variable
    /// N of the sequences that gradients are measured on; 0: that trained on.
    private let diagnosisLength: Int
    private var curriculum: Curriculum
    private var trained = 0
    private var evaluated = 0
    private var diagnosed = 0
    private var latestLoss = Double.nan

    init(
        _ task: any EpisodicTask, network: RecurrentNetwork, configuration: Configuration
    ) {
        self.task = task
        batch = configuration[.batch]
        seed = configuration[.seed]
        lengths = configuration.lengthDistribution
        diagnosisLength = configuration[.diagnosisLength]
        evaluator = Evaluator(network: network, batch: batch, in: Workspace())
        heldOut = Variable(
            name: "held_out_loss", longName: "loss on held-out sequences of the current level",
            units: configuration.lossUnits)
        curriculum = Curriculum(
            of: task, from: configuration[.curriculumStart],
            threshold: configuration[.curriculumThreshold],
            window: configuration[.curriculumBatches])
    }

    mutating func nextSequences() -> SequenceBatch {
        defer { trained += 1 }
        let level = lengths.level(
            from: task.easiest.length, upTo: curriculum.level, seed: seed, item: trained)
        return task.sequences(at: level, batch: batch, purpose: .trainingData, item: trained)
    }

    mutating func evaluate(_ network: RecurrentNetwork, at position: Int) {
        let sequences = task.sequences(
            at: curriculum.level, batch: batch, purpose: .heldOutData, item: evaluated)
        evaluated += 1
        latestLoss = evaluator.meanLoss(of: sequences)
        curriculum.record(latestLoss)
    }

    mutating func sequencesToDiagnose() -> SequenceBatch {
        defer { diagnosed += 1 }
        var level = curriculum.level
        if diagnosisLength > 0 {
            level = task.easiest
            while level.length < diagnosisLength { level = task.next(after: level) }
        }
        return task.sequences(at: level, batch: batch, purpose: .diagnosis, item: diagnosed)
    }

    var curveValues: [(curve: Variable, value: Double)] {
        let solved = curriculum.solved
        let steps = solved.map { Double(task.steps(at: $0)) } ?? 0
        return [
            (Self.solvedLength, Double(curriculum.solvedLength)),
            (Self.solvedRepeats, Double(solved?.repeats ?? 0)), (Self.solvedSteps, steps),
            (heldOut, latestLoss),
        ]
    }

    mutating func finish(_ network: RecurrentNetwork) -> [Measurement] { [] }

    private static let solvedLength = Variable(
        name: Measure.solvedLength.variable, longName: "longest sequence length N mastered",
        units: "symbols")
    private static let solvedRepeats = Variable(
        name: Measure.solvedRepeats.variable,
        longName: "repeats R of the longest sequences mastered", units: "1")
    private static let solvedSteps = Variable(
        name: Measure.solvedSteps.variable,
        longName: "time steps of the longest sequences mastered", units: "time steps")
}
