import Layers
import Tasks
import Tensor

/// The task's side of a run: what is trained on next, and how the network does.
protocol Course {
    /// The sequences to train on next.
    mutating func nextSequences() -> SequenceBatch

    /// Takes a measurement on held-out data, which never touches training.
    /// - Parameter position: how far training has come, in units of the budget.
    mutating func evaluate(_ network: RecurrentNetwork, at position: Int)

    /// Held-out sequences to measure gradients on.
    mutating func sequencesToDiagnose() -> SequenceBatch

    /// What a training curve of the task shows now.
    var curveValues: [(curve: Variable, value: Double)] { get }

    /// What is known at the end besides: curves over the evaluations and single values.
    mutating func finish(_ network: RecurrentNetwork) -> [Measurement]
}

/// A variable of a cell file: its name and what readers are told of it.
struct Variable: Hashable {
    let name: String
    let longName: String
    let units: String
}

/// A variable measured at some positions, or once.
struct Measurement {
    let variable: Variable
    /// Nil for a single value.
    let coordinate: Coordinate?
    let values: [Double]
}

/// What measurements lie over.
struct Coordinate: Hashable {
    let variable: Variable
    let positions: [Int]

    /// Positions at which gradients were measured.
    static func diagnosis(_ positions: [Int], unit: String) -> Coordinate {
        Coordinate(
            variable: Variable(
                name: "diagnosis", longName: "position at which gradients were measured",
                units: unit),
            positions: positions)
    }
}
