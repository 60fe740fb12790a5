import ArgumentParser
import Foundation

/// The command that a sweep starts for every cell. It plans nothing: the job holds all it needs.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Runs one job of a sweep.", shouldDisplay: false)

    @Argument(help: "The job as JSON.")
    var job: String

    func run() throws {
        let job = try CellJob(json: job)
        let status = try job.run { share in
            try? Output.line("progress \(share)")
            try? Output.flush()
        }
        try Output.line("\(status.name): \(job.path)")
    }
}
