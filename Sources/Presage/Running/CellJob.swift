import Engine
import Foundation
import Kernels
import Store
import Sweeps
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
    /// The command that redoes the cell, as a user would type it.
    let command: String
    /// What the program was built from.
    let revision: Revision

    init(
        _ cell: PlannedCell, of plan: Plan, in folder: ResultsFolder, command: String,
        revision: Revision
    ) {
        experiment = plan.experiment.name
        axes = cell.axes.map(\.setting.word)
        configuration = cell.configuration.json
        path = folder.cell(cell)
        self.command = command
        self.revision = revision
    }

    /// Trains, and writes the cell's file.
    /// - Returns: how it ended.
    /// - Throws: `SettingError`, `Contradiction`, `DataError`, `RunError`, `StoreError`.
    func run(progress: (Double) -> Void) throws -> CellStatus {
        let start = ContinuousClock.now
        let configuration = try Configuration(json: configuration)
        let axes = try axes.map { word in
            guard let name = SettingName(word: word) else {
                throw SettingError.unknownSetting(word)
            }
            return name
        }
        var run = try CellRun(configuration)
        let outcome = run.run(progress: progress)
        let provenance = Provenance.current(
            commit: revision.commit, isDirty: revision.isDirty.rawValue,
            instructionSet: Kernels.instructionSet.rawValue, command: command,
            wallTime: (ContinuousClock.now - start) / .seconds(1))
        let header = CellHeader(
            configuration, axes: axes, experiment: experiment, status: outcome.status,
            failure: outcome.failure, provenance: provenance)
        try CellRecord(header: header, datasets: outcome.datasets, groups: outcome.groups)
            .write(to: path)
        return outcome.status
    }
}

extension CellJob {
    /// The arguments that have a process run the job.
    func arguments() throws -> [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ["train", String(decoding: try encoder.encode(self), as: UTF8.self)]
    }

    /// Reads the JSON that `arguments` made.
    init(json: String) throws {
        self = try JSONDecoder().decode(CellJob.self, from: Data(json.utf8))
    }
}
