import Layers
import Tensor
import Trainers
import Vocabulary

/// A training whose updates workers can take: it evaluates, diagnoses and stores what they have learned.
protocol SharedTraining: Training {
    /// Everything learned, which goes to the workers and comes back.
    var learned: any Resumable & AnyObject { get }

    var configuration: Configuration { get }

    /// The sizes of what workers hand to one another.
    var messages: WorkerMessages { get }

    /// The costs of the parts of an update, measured on a network of its own.
    /// - Parameter pausing: called between rounds; what it throws ends the measurement.
    func partCosts(rounds: Int, pausing: () throws -> Void) rethrows -> PartCosts

    /// Takes notice of updates that workers took.
    mutating func noteUpdates(_ count: Int, _ report: StepReport)
}

/// The sizes of what workers hand to one another, in bytes.
struct WorkerMessages {
    /// The longest message there may be.
    let longest: Int
    /// The outputs of a hidden layer, or a state.
    let output: Int
    /// The parameter gradients of a hidden layer, or of the whole network where layers are not divided.
    let gradients: Int
}

extension ImageTraining: SharedTraining {
    var learned: any Resumable & AnyObject { trainer }

    var messages: WorkerMessages {
        let (layers, batch) = (trainer.network.layers, trainer.network.batch)
        let widest = layers.map { max($0.inputs, $0.outputs) }.max() ?? 0
        let middle = layers[(layers.count - 1) / 2]
        return WorkerMessages(
            longest: 4 * max(batch * widest, layers.reduce(0) { $0 + $1.parameters.count }),
            output: 4 * batch * middle.outputs, gradients: 4 * middle.parameters.count)
    }

    mutating func noteUpdates(_ count: Int, _ report: StepReport) { batches += count }
}

extension RecurrentTraining: SharedTraining {
    var learned: any Resumable & AnyObject { session }

    var messages: WorkerMessages {
        let state = 4 * session.batch * network.stateWidth
        // What is summed has some counts besides.
        let gradients = 4 * (session.parameters.reduce(0) { $0 + $1.count } + 16)
        return WorkerMessages(
            longest: max(state, gradients), output: state, gradients: gradients)
    }

    mutating func noteUpdates(_ count: Int, _ report: StepReport) { noteSession(report) }
}
