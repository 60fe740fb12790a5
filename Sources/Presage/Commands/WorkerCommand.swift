import ArgumentParser
import Foundation

/// The command that a cell starts for each of its workers. The first line of standard input is the job;
/// its end, which comes when the cell's process ends however that may be, ends the worker.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Takes part in the training of a cell.",
        shouldDisplay: false)

    func run() throws {
        // Whoever stops a cell from the keyboard sends this process the same signal; the cell's process
        // decides when workers end.
        for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
        guard let line = readLine() else { throw RunError.noJob }
        StopRequest.whenInputEnds { _exit(1) }
        try WorkerJob(json: line).run()
    }
}
