import Channels
import Foundation
import Processes
import Testing

/// What mpirun starts; it lies beside the tests where it is built (PRESAGE_MPI=1).
private enum Ranks {
    static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "MPIRanks").path
    static let isBuilt =
        ProcessInfo.processInfo.environment["PRESAGE_MPI"] == "1"
        && FileManager.default.isExecutableFile(atPath: program)
}

/// Workers that are ranks of Open MPI, and a coordinator that is none.
@Suite(.serialized, .enabled(if: Ranks.isBuilt, "built without Open MPI"))
struct RelayTests {
    private func start(workers: Int, slots: Int = 4) throws -> (SocketChannel, Child) {
        try SocketChannel.relayed(
            through: "mpirun",
            [
                "-np", "\(workers + 1)", "--oversubscribe", Ranks.program, "\(slots)", "\(1 << 20)",
            ],
            environment: [
                "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
            ], workers: workers, slots: slots, limit: 1 << 20)
    }

    /// How the program ended; nil when it has not within 30 seconds.
    private func ending(_ child: Child) -> Ending? {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(30) {
            while child.read() != nil {}
            if let end = child.ended() { return end.ending }
            usleep(2000)
        }
        child.signal(SIGKILL)
        return nil
    }

    private func tag(_ update: Int) -> Tag { Tag(content: 1, update: update) }

    /// Every byte value among them, and those that a terminal would change.
    private func message(_ worker: Int, _ update: Int) -> [UInt8] {
        let sizes = [1, 40, 5_000, 300_000, 1 << 20]
        return (0..<sizes[update % sizes.count]).map {
            UInt8(truncatingIfNeeded: $0 + 31 * worker + update)
        }
    }

    @Test(arguments: [1, 2, 3])
    func messagesGoAroundTheRingAsTheyWere(_ workers: Int) throws {
        // A worker alone has no neighbour: it is given nothing but the end.
        let (channel, program) = try start(workers: workers)
        #expect(channel.endpoint == workers && channel.workers == workers)
        for update in 0..<(workers > 1 ? 15 : 0) {
            for worker in 0..<workers {
                try channel.send(tag(update), message(worker, update), to: worker)
            }
            for worker in 0..<workers {
                let before = (worker + workers - 1) % workers
                #expect(
                    try channel.receive(tag(update), from: worker) == message(before, update))
            }
        }
        for worker in 0..<workers { try channel.send(tag(workers > 1 ? 15 : 0), [], to: worker) }
        channel.close(within: 10)
        #expect(ending(program) == .exited(0))
    }

    /// What the coordinator has not taken of one worker does not stand before that of another.
    @Test func workersAreHeldBackOneByOne() throws {
        let (channel, program) = try start(workers: 2)
        for update in 0..<7 {
            for worker in 0..<2 { try channel.send(tag(update), message(worker, 3), to: worker) }
        }
        for worker in [1, 0] {
            for update in 0..<7 {
                #expect(
                    try channel.receive(tag(update), from: worker) == message(1 - worker, 3))
            }
        }
        for worker in 0..<2 { try channel.send(tag(7), [], to: worker) }
        channel.close(within: 10)
        #expect(ending(program) == .exited(0))
    }

    /// By a signal, or with an exit code: mpirun ends all of them.
    @Test(arguments: [UInt8(6), 5])
    func aRankThatDiesIsGoneAndNothingStays(_ byte: UInt8) throws {
        let (channel, program) = try start(workers: 2)
        try channel.send(tag(0), [1], to: 0)
        try channel.send(tag(0), [byte, byte, byte], to: 1)
        #expect(throws: ChannelError.gone(.worker(1))) {
            try channel.receive(tag(0), from: 1)
        }
        let end = ending(program)
        #expect(end != nil && end != .exited(0))
    }

    @Test func withoutACoordinatorAllEnd() throws {
        let (channel, program) = try start(workers: 3)
        try channel.send(tag(0), [1], to: 0)
        channel.close(within: 10)
        #expect(ending(program) != nil)
    }
}
