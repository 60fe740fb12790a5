import Foundation
import Store
import TestSupport
import Testing

/// Workers that are killed or halted at random times, in every way of sharing and over every link between
/// processes: the cell ends within its deadline with a line that names what was lost (of a worker that
/// is a rank of Open MPI, the rank, or mpirun where it was that), nothing is left behind,
/// and the same command goes on to what an undisturbed one gives.
@Suite(.serialized) struct WorkerKillChaosTests {
    private static let timeout = 2.0
    private static let modes = ["locked", "stale", "decoupled", "data"]
    private static let links = ["unix", "tcp"] + (OpenMPI.isThere ? ["mpi"] : [])

    private static func arguments(
        _ mode: String, _ link: String, _ folder: borrowing TemporaryFolder
    ) -> [String] {
        [
            "run", "locking-speed", "--size", "smoke", "--set", "workers=2", "--set", "seed=0",
            "--set", "budget=1500", "--set", "record_every=100", "--set", "evaluate_every=500",
            "--set", "parallel=\(mode)", "--set", "link=\(link)", "--checkpoint-every", "0.1",
            "--worker-timeout", "\(timeout)", "--no-report", "--results", folder.path("results"),
        ]
    }

    @Test func cellsWhoseWorkersAreLostGoOnInTheEnd() throws {
        var wanted: [String: [Group]] = [:]
        for mode in Self.modes {
            let calm = try TemporaryFolder()
            let sweep = Self.arguments(mode, "unix", calm)
            #expect(try Victim(sweep, log: calm.path("log")).end() == 0)
            wanted[mode] = try tensors(calm)
        }
        var numbers = TestNumbers(seed: 16)
        var losses: [Int32: Int] = [:]
        while losses.values.reduce(0, +) < Chaos.trials(short: 8, long: 120) {
            let mode = try #require(Self.modes.randomElement(using: &numbers))
            let link = try #require(Self.links.randomElement(using: &numbers))
            let signal = Int.random(in: 0..<4, using: &numbers) == 0 ? SIGSTOP : SIGKILL
            let folder = try TemporaryFolder()
            let sweep = Self.arguments(mode, link, folder)
            if try loseWorker(of: sweep, folder, signal, &numbers) {
                losses[signal, default: 0] += 1
            }
            #expect(try Victim(sweep, log: folder.path("log")).end() == 0)
            #expect(try tensors(folder) == wanted[mode], "\(mode) \(link)")
        }
        print(
            "chaos: \(losses[SIGKILL, default: 0]) workers killed, "
                + "\(losses[SIGSTOP, default: 0]) halted")
    }

    /// Runs a sweep of one cell and, after a random time, sends a signal to one of its workers.
    /// - Returns: whether there was one.
    private func loseWorker(
        of sweep: [String], _ folder: borrowing TemporaryFolder, _ signal: Int32,
        _ numbers: inout TestNumbers
    ) throws -> Bool {
        let victim = try Victim(sweep, log: folder.path("log"))
        while victim.isRunning, victim.parent.map({ Self.workers(of: $0).isEmpty }) ?? true {
            usleep(5_000)
        }
        usleep(UInt32.random(in: 0...1_500_000, using: &numbers))
        guard let parent = victim.parent,
            let worker = Self.workers(of: parent).randomElement(using: &numbers),
            kill(worker.identifier, signal) == 0
        else {
            _ = victim.end()
            return false
        }
        let start = Date()
        let ending = victim.end()
        #expect(Date().timeIntervalSince(start) < 3 * Self.timeout + 10)
        let log = try String(contentsOfFile: folder.path("log"), encoding: .utf8)
        // One that was lost after its last update was not missed.
        let isNamed = log.contains(/worker \d|process rank \d|mpirun was ended/)
        #expect(ending == 0 || ending == 1 && isNamed, "\(ending): \(log)")
        let deadline = Date() + 3
        while !ProcessTable.living(in: parent).isEmpty, Date() < deadline { usleep(20_000) }
        #expect(ProcessTable.living(in: parent).isEmpty, "alive after its sweep was gone")
        return true
    }

    private static func workers(of parent: Int32) -> [ProcessTable.Entry] {
        ProcessTable.living(in: parent).filter { $0.words.contains("worker") }
    }

    /// The tensors of the one cell.
    private func tensors(_ folder: borrowing TemporaryFolder) throws -> [Group] {
        let cells = try folder.contents().filter { $0.contains("/cells/") }
        #expect(cells.count == 1)
        return try CellRecord.read(folder.path(try #require(cells.first))).groups
    }
}
