import Store
import Tensor
import Trainers
import Vocabulary

/// The training of a cell, one window or batch at a time, with its measurements.
protocol Training: Resumable {
    /// Optimizer steps taken.
    var updates: Int { get }
    /// Time steps per sequence lane trained on; 0 where there is no time.
    var timeSteps: Int { get }
    /// Batches begun.
    var batches: Int { get }

    /// Trains on the next window or batch, or on as many as there are up to the next measurement.
    /// - Throws: `TeamFault` when a worker that trains is lost.
    mutating func advance(capturing: Bool) throws -> StepReport

    /// Takes a measurement on held-out data, which never touches training.
    /// - Parameters:
    ///   - position: how far training has come, in units of the budget.
    ///   - pausing: called now and then; what it throws ends the measurement as if it had not begun.
    mutating func evaluate(at position: Int, pausing: () throws -> Void) throws

    /// Measures true gradients, which never touches training.
    /// - Parameter pausing: called now and then; what it throws ends the measurement as if it had not
    ///   begun.
    mutating func diagnose(at position: Int, pausing: () throws -> Void) throws

    /// The points of the task's training curves now.
    var curveValues: [(quantity: Quantity, value: Double)] { get }

    /// Curves over the evaluations and single values, known at the end.
    /// - Parameter pausing: called now and then; what it throws ends the measurements as if they had
    ///   not begun.
    mutating func finish(pausing: () throws -> Void) throws -> [Measurement]

    /// The final tensors.
    var tensors: [Group] { get }
}
