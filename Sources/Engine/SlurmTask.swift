import Sweeps

/// Cells that one task of a job array runs.
package struct SlurmTask: Sendable {
    package private(set) var cells: [PlannedCell] = []
    /// The time it will take, in seconds.
    package private(set) var seconds = 0.0

    /// Deals cells out to tasks of about one length, each with some of the longest and of the
    /// shortest.
    /// - Parameters:
    ///   - seconds: the time that a cell takes.
    ///   - length: the wanted time of a task, in seconds.
    ///   - cores: those of a task.
    ///   - limit: the most tasks there may be.
    package static func deal(
        _ cells: [PlannedCell], length: Double, cores: CellCores, limit: Int,
        seconds: (PlannedCell) -> Double
    ) -> [SlurmTask] {
        let shares = cells.map { Double(cores.taken(by: $0)) / Double(cores.count) }
        let timed = zip(cells, shares).map { (cell: $0, seconds: seconds($0) * $1) }
            .sorted { ($1.seconds, $0.cell.index) < ($0.seconds, $1.cell.index) }
        let total = timed.reduce(0) { $0 + $1.seconds }
        // A task with too few cells for its cores would leave some idle.
        let filled = (shares.reduce(0, +) - 1e-6).rounded(.up)
        let most = max(1, min(limit, Int(filled)))
        // What is over by rounding needs no task of its own.
        let wanted = (total / length - 1e-6).rounded(.up)
        let count = Int(min(max(1, wanted), Double(most)))
        var tasks = [SlurmTask](repeating: SlurmTask(), count: count)
        for (turn, item) in timed.enumerated() {
            // To and fro: whoever has been first is last in the next round.
            let place = turn % count
            let task = (turn / count).isMultiple(of: 2) ? place : count - 1 - place
            tasks[task].cells.append(item.cell)
            tasks[task].seconds += item.seconds
        }
        return tasks.filter { !$0.cells.isEmpty }
    }
}
