import Engine
import Sweeps

/// How many of some cells have several workers.
struct WorkerCount {
    private var cells = 0
    private var most = 1

    mutating func add(_ cell: PlannedCell) {
        guard cell.cores > 1 else { return }
        cells += 1
        most = max(most, cell.cores)
    }

    /// It in words, behind a number of cells; nothing where none has.
    var text: String { cells == 0 ? "" : ", \(cells) of them with up to \(most) workers" }
}
