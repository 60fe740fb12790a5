import Synthesizers
import Tensor

/// The regressions of a synthesizer in one window, kept so that they can be taken again when it has
/// stepped: their targets stay as they are.
///
/// Memory: B·(X + 2·S) a regression, which is used again from window to window.
struct KeptRegressions {
    private var rooms: [Room] = []
    private var count = 0

    /// The room of one regression.
    private struct Room {
        /// (B, X)
        let inputs: Matrix
        /// (B, S)
        let targets: Matrix
        /// (B, S)
        let auxiliaryTargets: Matrix
        /// The weight of the auxiliary head's loss; nil without one.
        var auxiliaryWeight: Double?
    }

    /// Forgets all of them.
    mutating func forget() { count = 0 }

    /// Copies what a regression is from and to.
    mutating func keep(
        _ inputs: Matrix, targets: Matrix, auxiliaryTargets: Matrix?, auxiliaryWeight: Double?
    ) {
        if count == rooms.count {
            func like(_ matrix: Matrix) -> Matrix {
                Matrix(rows: matrix.rows, columns: matrix.columns)
            }
            rooms.append(
                Room(
                    inputs: like(inputs), targets: like(targets), auxiliaryTargets: like(targets)))
        }
        rooms[count].inputs.copy(from: inputs)
        rooms[count].targets.copy(from: targets)
        if let auxiliaryTargets { rooms[count].auxiliaryTargets.copy(from: auxiliaryTargets) }
        rooms[count].auxiliaryWeight = auxiliaryTargets == nil ? nil : auxiliaryWeight
        count += 1
    }

    /// Adds the gradients of all of them at the synthesizer's present parameters.
    func repeated(by regression: SynthesizerRegression) {
        for room in rooms.prefix(count) {
            regression.accumulate(
                inputs: room.inputs, targets: room.targets,
                auxiliary: room.auxiliaryWeight.map {
                    SynthesizerRegression.Auxiliary(targets: room.auxiliaryTargets, weight: $0)
                })
        }
    }
}
