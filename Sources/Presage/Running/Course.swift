import Layers
import Tasks
import Tensor
import Vocabulary

/// The task's side of a run: what is trained on next, and how the network does.
protocol Course {
    /// The sequences to train on next.
    mutating func nextSequences() -> SequenceBatch

    /// Takes a measurement on held-out data, which never touches training.
    /// - Parameter position: how far training has come, in units of the budget.
    mutating func evaluate(_ network: RecurrentNetwork, at position: Int)

    /// Held-out sequences to measure gradients on.
    mutating func sequencesToDiagnose() -> SequenceBatch

    /// The points of the task's training curves now.
    var curveValues: [(quantity: Quantity, value: Double)] { get }

    /// Earlier parameters that a result is measured with; nil where all are of the last ones.
    var bestParameters: Parameters? { get }

    /// Curves over the evaluations and single values, known at the end.
    mutating func finish(_ network: RecurrentNetwork) -> [Measurement]
}
