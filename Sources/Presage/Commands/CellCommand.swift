import ArgumentParser
import Engine
import Foundation
import Kernels
import Store
import Sweeps

struct CellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cell", abstract: "Runs one cell of a sweep, anew if need be.",
        discussion: """
            Example:
              presage cell copy-horizon --at truncation=3 --at method=sg_linear --at seed=0
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            "The cell's value on one axis; one for every axis.", valueName: "axis=value"))
    var place: [String] = []

    func run() throws {
        let start = ContinuousClock.now
        let plan = try sweep.plan()
        let cell = try plan.cell(at: try place.map { try Override(parsing: $0) })
        let folder = sweep.folder(of: plan)
        try folder.prepare()
        var run = try CellRun(cell.configuration)
        let outcome = run.run { share in
            print("progress \(share)")
            // A pipe is buffered otherwise, and nobody would see the progress.
            fflush(nil)
        }
        let provenance = Provenance.current(
            revision: Self.revision, instructionSet: Kernels.instructionSet.rawValue,
            command: sweep.cellCommand(cell),
            wallTime: (ContinuousClock.now - start) / .seconds(1))
        let header = CellHeader(
            cell, experiment: plan.experiment.name, status: outcome.status,
            failure: outcome.failure, provenance: provenance)
        let record = CellRecord(
            header: header, datasets: outcome.datasets, groups: outcome.groups)
        try record.write(to: folder.cell(cell))
        print("\(outcome.status.name): \(folder.cell(cell))")
    }

    private static let commitVariable = "PRESAGE_COMMIT"
    private static let dirtyVariable = "PRESAGE_COMMIT_DIRTY"

    /// What a cell is told by the sweep, which asks git once for all.
    static func environment(_ revision: Provenance.Revision) -> [String: String] {
        [commitVariable: revision.commit, dirtyVariable: revision.isDirty]
    }

    private static var revision: Provenance.Revision {
        let environment = ProcessInfo.processInfo.environment
        guard let commit = environment[commitVariable], let isDirty = environment[dirtyVariable]
        else { return .current() }
        return Provenance.Revision(commit: commit, isDirty: isDirty)
    }
}
