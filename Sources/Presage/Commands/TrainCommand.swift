import ArgumentParser
import Engine
import Foundation
import Store
import Vocabulary

/// The command that a sweep starts for every cell. It plans nothing: the job holds all it needs.
///
/// The first line of standard input is the job; the end of standard input asks for a stop, as SIGTERM,
/// SIGINT and SIGHUP do. Standard output has lines of progress.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Runs one job of a sweep.", shouldDisplay: false)

    func run() throws {
        StopRequest.watchSignals()
        guard let line = readLine() else { throw RunError.noJob }
        StopRequest.watchInput()
        let job = try CellJob(json: line)
        do {
            let status = try job.run(stop: .ofThisProcess, log: Self.say) {
                Self.say("progress \($0)")
            }
            Self.say("\(status.name): \(job.path)")
        } catch is Stopped {
            throw ExitCode(CellExitCode.stopped)
        } catch {
            printError(escaped("\(error)"))
            switch (error as? StoreError)?.fault {
            case .environment, .forbidden, .missing: throw ExitCode(CellExitCode.cannotWrite)
            case .damaged, .foreign, .newer, nil: throw ExitCode(CellExitCode.failed)
            }
        }
    }

    /// Writes a line at once, if somebody reads it: a cell's work does not depend on that.
    private static func say(_ line: String) {
        try? Output.line(line)
        try? Output.flush()
    }
}
