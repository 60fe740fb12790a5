import Store
import Sweeps
import Trainers

/// What a cell trains, one window or batch at a time, and what is measured of it.
protocol Training {
    /// Optimizer steps taken.
    var updates: Int { get }
    /// Time steps per sequence lane trained on; 0 where there is no time.
    var timeSteps: Int { get }
    /// Batches begun.
    var batches: Int { get }

    /// Trains on the next window or batch.
    mutating func advance(capturing: Bool) -> StepReport

    /// Takes a measurement on held-out data, which never touches training.
    /// - Parameter position: how far training has come, in units of the budget.
    mutating func evaluate(at position: Int)

    /// Measures true gradients, which never touches training.
    mutating func diagnose(at position: Int)

    /// What a training curve of the task shows now.
    var curveValues: [(curve: Variable, value: Double)] { get }

    /// What is known at the end besides: curves over the evaluations and single values.
    mutating func finish() -> [Measurement]

    /// The final tensors.
    var tensors: [Group] { get }
}
