import ArgumentParser
import Foundation
import Store

/// The command that a sweep starts for every cell. It plans nothing: the job holds all it needs.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Runs one job of a sweep.", shouldDisplay: false)

    @Argument(help: "The job as JSON.")
    var job: String

    func run() throws {
        let job = try CellJob(json: job)
        let status = try job.run(Self.revision) { share in
            try? Output.line("progress \(share)")
            try? Output.flush()
        }
        try Output.line("\(status.name): \(job.path)")
    }

    private static let commitVariable = "PRESAGE_COMMIT"
    private static let dirtyVariable = "PRESAGE_COMMIT_DIRTY"

    /// The environment of a job: the sweep asks git once for all.
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
