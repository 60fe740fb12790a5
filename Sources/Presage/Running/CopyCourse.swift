import Layers
import Sweeps
import Tasks
import Tensor
import Trainers

/// The copy task with its curriculum.
struct CopyCourse: Course {
    private static let solved = Variable(
        name: Measure.solvedLength.variable, longName: "longest sequence length mastered",
        units: "symbols")
    private static let heldOut = Variable(
        name: "held_out_loss", longName: "loss on held-out sequences of the current length",
        units: "bits per scored output")

    private let task: CopyTask
    private let batch: Int
    private let evaluator: Evaluator
    private var curriculum: Curriculum
    private var trained = 0
    private var evaluated = 0
    private var latestBits = Double.nan

    init(_ task: CopyTask, network: RecurrentNetwork, configuration: Configuration) {
        self.task = task
        batch = configuration[.batch]
        evaluator = Evaluator(network: network, batch: batch, in: Workspace())
        curriculum = Curriculum(
            of: task, from: configuration[.curriculumStart],
            threshold: configuration[.curriculumThreshold],
            window: configuration[.curriculumBatches])
    }

    mutating func nextSequences() -> SequenceBatch {
        defer { trained += 1 }
        return task.sequences(
            at: curriculum.level, batch: batch, purpose: .trainingData, item: trained)
    }

    mutating func evaluate(_ network: RecurrentNetwork, at position: Int) {
        let sequences = task.sequences(
            at: curriculum.level, batch: batch, purpose: .heldOutData, item: evaluated)
        evaluated += 1
        latestBits = evaluator.bits(of: sequences)
        curriculum.record(latestBits)
    }

    var curveValues: [(curve: Variable, value: Double)] {
        [(Self.solved, Double(curriculum.solvedLength)), (Self.heldOut, latestBits)]
    }

    mutating func finish(_ network: RecurrentNetwork) -> [Measurement] { [] }
}
