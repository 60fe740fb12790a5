import Sweeps

/// The cores that cells run on side by side, and how many of them a cell takes.
package struct CellCores: Hashable, Sendable {
    package var count: Int
    /// Whether a cell has all of them, as where time is measured.
    package var isAlone: Bool

    package init(_ count: Int, isAlone: Bool = false) {
        self.count = count
        self.isAlone = isAlone
    }

    /// The cores that a cell takes: one for each of its workers, or all where there are fewer.
    package func taken(by cell: PlannedCell) -> Int { isAlone ? count : min(cell.cores, count) }
}

extension PlannedCell {
    /// The cores that the cell keeps busy: one for each of its workers.
    package var cores: Int { max(1, configuration[.workers]) }

    /// Whether Open MPI places its workers, on any node of a cluster that it is given.
    var isSpread: Bool { configuration[.workers] > 0 && configuration[.link] == .mpi }
}
