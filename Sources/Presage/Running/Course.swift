import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

/// The task's side of a run: what is trained on next, and how the network does.
protocol Course: Resumable {
    /// The sequences to train on next.
    mutating func nextSequences() -> SequenceBatch

    /// The sequences that `nextSequences` gave last, drawn again.
    var latestSequences: SequenceBatch { get }

    /// Takes note of the training on a window.
    mutating func take(_ report: StepReport)

    /// Takes a measurement on held-out data, which never touches training.
    /// - Parameters:
    ///   - position: how far training has come, in units of the budget.
    ///   - pausing: called now and then; what it throws ends the measurement as if it had not begun.
    mutating func evaluate(
        _ network: RecurrentNetwork, at position: Int, pausing: () throws -> Void) throws

    /// Held-out sequences to measure gradients on.
    /// - Parameter item: the number of the measurement.
    func sequencesToDiagnose(_ item: Int) -> SequenceBatch

    /// Batches of held-out sequences, none twice, by which ceilings of gradients are measured.
    /// - Parameter item: the number of the measurement.
    func sequencesForCeiling(_ item: Int) -> AnySequence<SequenceBatch>

    /// Sequences of that many steps or, in a text, as many as there are; in a task of episodes of more
    /// where none have just so many.
    func sequences(ofSteps steps: Int) -> SequenceBatch

    /// The points of the task's training curves now.
    var curveValues: [(quantity: Quantity, value: Double)] { get }

    /// Earlier parameters that a result is measured with; nil where all are of the last ones.
    var bestParameters: Parameters? { get }

    /// Curves over the evaluations and single values, known at the end.
    /// - Parameter pausing: as of `evaluate`.
    mutating func finish(
        _ network: RecurrentNetwork, pausing: () throws -> Void
    ) throws -> [Measurement]
}
