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
    /// The length N of the sequences that gradients are measured on; 0: that trained on.
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
        heldOut = .heldOutLoss.measured(in: configuration[.task].spec.lossUnits)
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
        let level = diagnosisLength > 0 ? task.level(of: diagnosisLength) : curriculum.level
        return task.sequences(at: level, batch: batch, purpose: .diagnosis, item: diagnosed)
    }

    var bestParameters: Parameters? { nil }

    var curveValues: [(quantity: Quantity, value: Double)] {
        let solved = curriculum.solved
        let steps = solved.map { Double(task.steps(at: $0)) } ?? 0
        return [
            (.solvedLength, Double(curriculum.solvedLength)),
            (.solvedRepeats, Double(solved?.repeats ?? 0)), (.solvedSteps, steps),
            (heldOut, latestLoss),
        ]
    }

    mutating func finish(_ network: RecurrentNetwork) -> [Measurement] { [] }
}
