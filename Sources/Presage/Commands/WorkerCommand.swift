import ArgumentParser
import Foundation

/// The command that a cell starts for each of its workers. The first line of standard input is the job;
/// its end, which comes when the cell's process ends however that may be, ends the worker.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Takes part in the training of a cell.",
        shouldDisplay: false)

    @Option(
        parsing: .upToNextOption,
        help: "The slots and the longest message of a process that mpirun started.")
    var mpi: [Int] = []

    func run() throws {
        guard mpi.isEmpty else { return try takePart() }
        // Whoever stops a cell from the keyboard sends this process the same signal; the cell's process
        // decides when workers end.
        for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
        guard let line = readLine() else { throw RunError.noJob }
        let job = try WorkerJob(json: line)
        StopRequest.whenInputEnds { _exit(1) }
        try job.run()
    }

    private func takePart() throws {
        #if MPI
            guard mpi.count == 2, mpi.allSatisfy({ (1..<1 << 32).contains($0) }) else {
                throw RunError.badJob("--mpi \(mpi)")
            }
            try MPIWorkers.takePart(slots: mpi[0], limit: mpi[1])
        #else
            throw RunError.withoutMPI
        #endif
    }
}
