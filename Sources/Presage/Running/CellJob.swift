import Engine
import Foundation
import Kernels
import Store
import Sweeps
import Tensor
import Vocabulary

/// One run and where its result goes: all that a process needs to know of a sweep.
struct CellJob: Codable, Hashable {
    let experiment: String
    /// The words of the swept axes, in the plan's order.
    let axes: [String]
    /// The canonical configuration, JSON.
    let configuration: String
    /// The file to write.
    let path: String
    /// The file of the unfinished cell.
    let checkpoint: String
    let times: CellTimes
    /// The command that redoes the cell, as a user would type it.
    let command: String
    /// What the program was built from.
    let revision: Revision

    init(
        _ cell: PlannedCell, of plan: Plan, in folder: ResultsFolder,
        times: CellTimes = CellTimes(),
        command: String, revision: Revision
    ) {
        experiment = plan.experiment.name
        axes = cell.axes.map(\.setting.word)
        configuration = cell.configuration.json
        path = folder.cell(cell)
        checkpoint = folder.checkpoint(cell)
        self.times = times
        self.command = command
        self.revision = revision
    }

    /// Trains, from the cell's checkpoint on where there is one, and writes the cell's file.
    ///
    /// Stopped, it leaves a checkpoint.
    /// - Parameters:
    ///   - stop: looked at between windows and batches.
    ///   - log: takes a line about what is no failure.
    ///   - progress: called with the share of the budget done whenever a point is recorded.
    /// - Returns: how it ended.
    /// - Throws: `SettingError`, `Contradiction`, `DataError`, `RunError` when the cell cannot be run,
    ///   `StoreError` when its file or the checkpoint of a stop cannot be written, `Stopped`.
    func run(
        stop: StopRequest, log: @escaping (String) -> Void, progress: (Double) -> Void
    ) throws -> CellStatus {
        if let bytes = availableMemory() { MemoryBudget.set(bytes) }
        var checkpoint = Checkpoint(
            path: checkpoint, revision: revision, times: times, log: log)
        let configuration = try Configuration(json: configuration)
        let axes = try axes.map { word in
            guard let name = SettingName(word: word) else {
                throw SettingError.unknownSetting(word)
            }
            return name
        }
        var run = try checkpoint.run(configuration)
        let outcome: CellRun.Outcome
        do {
            while try run.advance(stop: stop, progress: progress) { checkpoint.saveIfDue(&run) }
            outcome = try run.finish(stop: stop)
        } catch let stopped as Stopped {
            try checkpoint.saveStopped(&run)
            throw stopped
        } catch let fault as TeamFault {
            // Where the workers were at the end of the round before, another attempt goes on.
            try checkpoint.saveStopped(&run)
            // A stop ends workers as well, where they are asked by others than this process.
            try stop.check()
            throw fault
        }
        let provenance = Provenance.current(
            commit: revision.commit, isDirty: revision.isDirty.rawValue,
            instructionSet: Kernels.instructionSet.rawValue, command: command,
            wallTime: checkpoint.time.wall, cpuTime: checkpoint.time.cpu)
        let header = CellHeader(
            configuration, axes: axes, experiment: experiment, status: outcome.status,
            failure: outcome.failure, provenance: provenance)
        try CellRecord(header: header, datasets: outcome.datasets, groups: outcome.groups)
            .write(to: path)
        checkpoint.remove()
        return outcome.status
    }
}

extension CellJob {
    /// The job as one line of JSON, which a process that is to run it reads.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// Reads the JSON that `line` made.
    /// - Throws: `RunError.badJob` for anything else.
    init(json: String) throws(RunError) {
        let job = try CellJob(job: json)
        guard job.times.areValid else {
            throw .badJob("times are \(job.times)")
        }
        for path in [job.path, job.checkpoint] where path.isEmpty || path.utf8.contains(0) {
            throw .badJob("'\(path)' is no path")
        }
        self = job
    }
}
