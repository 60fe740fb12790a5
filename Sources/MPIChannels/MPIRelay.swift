import Channels
import Glibc
import Processes

/// Hands messages on between the workers, which are ranks, and the coordinator, which reads and writes
/// this process's standard output and input.
package final class MPIRelay {
    private let world: MPIWorld
    private let slots: Int
    private let limit: Int
    private let coordinator: Connection
    private var workers: Range<Int> { 0..<world.ranks - 1 }
    /// The messages that the coordinator has been given and has not taken, by worker.
    private var untaken: [Int]
    private var ended: Set<Int> = []

    init(_ world: MPIWorld, slots: Int, limit: Int) {
        self.world = world
        self.slots = slots
        self.limit = limit
        untaken = Array(repeating: 0, count: world.ranks - 1)
        coordinator = Connection(
            pipes: (Descriptor(owning: STDIN_FILENO), Descriptor(owning: STDOUT_FILENO)),
            limit: limit)
    }

    /// Hands messages on until the coordinator has ended, and then waits for the workers' end.
    /// - Parameter seconds: how long the workers may take for that; then they are ended.
    /// - Throws: `ChannelError` when a message is none; the workers are ended then.
    package func run(within seconds: Double) throws(ChannelError) {
        do throws(ChannelError) {
            var patience = Backoff()
            while coordinator.end == nil && !coordinator.isBroken {
                let isAnything = try [world.settle(), handDown(), handUp()].contains(true)
                patience.wait(unless: isAnything)
            }
            if case .refused(let reason) = coordinator.end { throw .refused(.coordinator, reason) }
            let deadline = Deadline(within: seconds)
            for worker in workers where !ended.contains(worker) {
                try world.send(
                    FrameHeader(.ended, from: world.rank, to: worker, length: 0),
                    UnsafeRawBufferPointer(start: nil, count: 0), to: worker)
            }
            while ended.count < workers.count, !deadline.isOver {
                let isAnything = try [world.settle(), drop()].contains(true)
                patience.wait(unless: isAnything)
            }
            // Of workers that do not end there may be messages for which they would wait.
            world.end(within: deadline.left, all: ended.count < workers.count)
        } catch {
            world.end(within: 0, all: true)
            throw error
        }
    }

    /// From the coordinator to the workers, as long as these take it.
    private func handDown() throws(ChannelError) -> Bool {
        var isAnything = false
        while workers.allSatisfy({ world.unsent(to: $0) < slots }),
            let (header, bytes) = coordinator.next()
        {
            isAnything = true
            guard header.sender == world.rank, workers.contains(header.receiver) else {
                throw .refused(.coordinator, .unexpected)
            }
            switch header.kind {
            case .message:
                if ended.contains(header.receiver) { continue }
                let result = bytes.withUnsafeBytes { bytes in
                    Result { () throws(ChannelError) in
                        try world.send(header, bytes, to: header.receiver)
                    }
                }
                try result.get()
            case .taken: untaken[header.receiver] -= 1
            case .hello, .welcome, .joined, .ended: throw .refused(.coordinator, .unexpected)
            }
        }
        return isAnything
    }

    /// From the workers to the coordinator, as long as it has room for theirs.
    private func handUp() throws(ChannelError) -> Bool {
        var isAnything = false
        coordinator.flush()
        for worker in workers where !ended.contains(worker) {
            while untaken[worker] < slots,
                let (header, bytes) = try world.receive(from: worker, limit: limit)
            {
                isAnything = true
                coordinator.write(header, bytes)
                if header.kind == .ended {
                    ended.insert(worker)
                    break
                }
                untaken[worker] += 1
            }
        }
        return isAnything
    }

    /// What nobody is there for any more.
    private func drop() throws(ChannelError) -> Bool {
        var isAnything = false
        for worker in workers where !ended.contains(worker) {
            guard let (header, _) = try world.receive(from: worker, limit: limit) else { continue }
            isAnything = true
            if header.kind == .ended { ended.insert(worker) }
        }
        return isAnything
    }
}
