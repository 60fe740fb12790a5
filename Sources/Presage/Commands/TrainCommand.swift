import ArgumentParser
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

    /// How a cell ended, for the sweep that started it; 0 is a cell file written, 2 no job.
    private enum Ending {
        /// The cell failed, for the reason on standard error.
        static let failed = ExitCode(1)
        /// Results cannot be written, for the reason on standard error: `EX_IOERR`.
        static let cannotWrite = ExitCode(74)
        /// Stopped as asked; the cell can be resumed: `EX_TEMPFAIL`.
        static let stopped = ExitCode(75)
    }

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
            throw Ending.stopped
        } catch {
            printError(escaped("\(error)"))
            switch (error as? StoreError)?.fault {
            case .environment, .forbidden, .missing: throw Ending.cannotWrite
            case .damaged, .foreign, .newer, nil: throw Ending.failed
            }
        }
    }

    /// Writes a line at once, if somebody reads it: a cell's work does not depend on that.
    private static func say(_ line: String) {
        try? Output.line(line)
        try? Output.flush()
    }
}
