import ArgumentParser
import Engine
import Kernels
import Processes
import Store
import Sweeps

/// The run of a sweep's cells by `presage train`, from its first cell to its last words.
struct SweepRun {
    let sweep: SweepOptions
    let plan: Plan
    let folder: ResultsFolder
    let limits: LocalRunner.Limits
    let times: CellTimes
    let revision: Revision
    let log: SweepLog
    let isWanted: (CellState) -> Bool

    /// The open files that a running cell takes: two pipes and its claim.
    private static let filesPerCell = 3
    /// The open files kept free for what goes on beside the cells.
    private static let spareFiles = 8

    /// Runs the cells.
    /// - Parameters:
    ///   - count: the cells of the whole plan.
    ///   - signals: those that stop the sweep.
    /// - Returns: how many of them have a file in their place that cannot be used.
    /// - Throws: `ExitCode` when not all of them have ended.
    func run(_ cells: [PlannedCell], of count: Int, signals: StopSignals) throws -> Int {
        let program = CommandWords.executable
        let runner = LocalRunner(
            limits: allowedLimits(), folder: folder, command: [program, "train"],
            environment: [:],
            input: { cell in
                try CellJob(
                    cell, of: plan, in: folder, times: times,
                    command: sweep.cellCommand(cell), revision: revision
                ).line()
            },
            provenance: { cell, seconds in
                .current(
                    commit: revision.commit, isDirty: revision.isDirty.rawValue,
                    instructionSet: Kernels.instructionSet.rawValue,
                    command: sweep.cellCommand(cell), wallTime: seconds)
            }, isWanted: isWanted)
        let progress = SweepProgress(total: cells.count, live: log.live, tell: log.event)
        let outcome = runner.run(cells, progress: progress, signals: signals)
        guard outcome.ended < cells.count || outcome.signal != nil else { return outcome.unusable }
        let finished = count - cells.count + outcome.ended
        let saved = outcome.checkpointed > 0 ? ", \(outcome.checkpointed) have checkpoints" : ""
        // What was in the way has been said.
        let cause = outcome.signal.map { "stopped by \(signalName($0)): " } ?? ""
        log.note(
            outcome.signal == nil ? "unfinished" : "stopped",
            "\(cause)\(finished) of \(count) cells are finished\(saved); to go on: "
                + CommandWords.ofThisProcess, level: .error)
        throw ExitCode(outcome.signal.map { 128 + $0 } ?? 1)
    }

    /// The limits, with as many jobs as the limit of open files allows.
    private func allowedLimits() -> LocalRunner.Limits {
        var limits = limits
        let allowed = max(1, (DescriptorLimit.raise() - Self.spareFiles) / Self.filesPerCell)
        if allowed < limits.cores.count {
            log.note(
                "fewer_jobs",
                "\(allowed) instead of \(limits.cores.count) cells at a time: too few open files are allowed "
                    + "(ulimit -n)", level: .warning)
            limits.cores.count = allowed
        }
        return limits
    }
}
