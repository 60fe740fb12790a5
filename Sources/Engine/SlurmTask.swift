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
    ///   - cores: the cells that a task runs at a time.
    ///   - limit: the most tasks there may be.
    package static func deal(
        _ cells: [PlannedCell], length: Double, cores: Int, limit: Int,
        seconds: (PlannedCell) -> Double
    ) -> [SlurmTask] {
        let timed = cells.map { (cell: $0, seconds: seconds($0) / Double(cores)) }
            .sorted { ($1.seconds, $0.cell.index) < ($0.seconds, $1.cell.index) }
        let total = timed.reduce(0) { $0 + $1.seconds }
        // A task with fewer cells than cores would leave some idle.
        let most = max(1, min(limit, (cells.count + cores - 1) / cores))
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
