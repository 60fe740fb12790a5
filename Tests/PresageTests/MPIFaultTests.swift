import Foundation
import TestSupport
import Testing

/// Cells whose workers are ranks of Open MPI, of which something ends or which are asked to stop.
@Suite(.serialized, .enabled(if: OpenMPI.isThere)) struct MPIFaultTests {
    /// A cell of hours.
    private static func arguments(_ folder: borrowing TemporaryFolder) -> [String] {
        [
            "run", "locking-speed", "--size", "smoke", "--set", "parallel=data", "--set",
            "workers=2",
            "--set", "link=mpi", "--set", "budget=50000000", "--set", "record_every=50", "--set",
            "evaluate_every=50000000", "--worker-timeout", "5", "--no-report", "--results",
            folder.path("results"),
        ]
    }

    /// A sweep whose cell has begun to train, and the processes of its session.
    private func begun(
        _ folder: borrowing TemporaryFolder
    ) throws -> (sweep: Victim, leader: Int32, processes: [ProcessTable.Entry]) {
        let log = folder.path("log")
        let sweep = try Victim(Self.arguments(folder), log: log)
        let deadline = Date() + 30
        while Date() < deadline {
            usleep(20_000)
            guard let leader = sweep.parent else { continue }
            let processes = ProcessTable.living(in: leader)
            // Two workers, and the one between them and the cell.
            if processes.count(where: { $0.words.dropFirst().first == "worker" }) == 3 {
                usleep(1_000_000)
                return (sweep, leader, processes)
            }
        }
        throw Failure(log: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    private struct Failure: Error { let log: String }

    private func expectNothingLeft(in session: Int32, within seconds: Double) {
        let deadline = Date() + seconds
        while !ProcessTable.living(in: session).isEmpty, Date() < deadline { usleep(20_000) }
        #expect(ProcessTable.living(in: session).map(\.words) == [])
    }

    @Test(arguments: [
        ("worker", "mpirun noticed that process rank"), ("mpirun", "mpirun was ended by"),
        ("train", "killed by signal 9"),
    ])
    func whatEndsIsNamedAndNothingStays(which: String, words: String) throws {
        let folder = try TemporaryFolder()
        let (sweep, leader, processes) = try begun(folder)
        let victim = try #require(processes.first { $0.words.prefix(2).contains(which) })
        let start = Date()
        kill(victim.identifier, SIGKILL)
        #expect(sweep.end() == 1)
        #expect(Date().timeIntervalSince(start) < 5)
        let log = try String(contentsOfFile: folder.path("log"), encoding: .utf8)
        #expect(log.contains(words), "\(log)")
        expectNothingLeft(in: leader, within: 5)
    }

    /// As a terminal does, which interrupts all of its foreground, and as a batch system does.
    @Test(arguments: [(true, SIGINT), (false, SIGTERM)])
    func aSweepStopsWithACheckpoint(isForAll: Bool, signal: Int32) throws {
        let folder = try TemporaryFolder()
        let (sweep, leader, _) = try begun(folder)
        let start = Date()
        kill(isForAll ? -leader : leader, signal)
        #expect(sweep.end() == 128 + signal)
        #expect(Date().timeIntervalSince(start) < 2)
        expectNothingLeft(in: leader, within: 2)
        let names = try folder.contents()
        #expect(names.contains { $0.contains("checkpoints/") && $0.hasSuffix(".h5") }, "\(names)")
        #expect(!names.contains { $0.contains("cells/") || $0.contains("locks/") }, "\(names)")
    }
}
