import Channels
import Foundation
import Workers

/// What the workers of a test send their messages through.
enum Medium: CaseIterable {
    case memory, unix, tcp

    /// The endpoints of some workers, and the coordinator's as the last.
    func endpoints(workers: Int, slots: Int) throws -> [any Channel] {
        let kind: Invitation.Kind
        switch self {
        case .memory: return MemoryChannel.make(workers: workers, slots: slots)
        case .unix: kind = .unix
        case .tcp: kind = .tcp
        }
        let meeting = try Meeting(kind, workers: workers, slots: slots, limit: 1 << 20)
        let invitation = meeting.invitation
        let joining = Threads(workers) {
            try SocketChannel.join(invitation, as: $0, within: 20)
        }
        let coordinator = try meeting.gather(within: 20)
        return try joining.results().map { try $0.get() } + [coordinator]
    }
}

/// Something done a number of times at once, each in a thread of its own.
final class Threads<Value>: @unchecked Sendable {
    private let count: Int
    private var done: [Int: Result<Value, any Error>] = [:]
    private let lock = NSLock()
    private let group = DispatchGroup()
    private let body: (Int) throws -> Value

    init(_ count: Int, _ body: @escaping (Int) throws -> Value) {
        self.count = count
        self.body = body
        for index in 0..<count {
            group.enter()
            Thread.detachNewThread { [self] in
                let result = Result { try self.body(index) }
                lock.withLock { done[index] = result }
                group.leave()
            }
        }
    }

    func results() -> [Result<Value, any Error>] {
        group.wait()
        return (0..<count).compactMap { done[$0] }
    }
}

/// Workers in threads, and their coordinator.
struct ThreadCrew {
    let crew: Crew
    private let threads: Threads<Void>

    /// - Parameters:
    ///   - impostor: what is done in place of a worker's loop, by worker.
    ///   - stage: makes the stage of a worker, in the worker's thread.
    init(
        _ medium: Medium = .memory, _ parallelism: Parallelism, deadline: Double = 20,
        impostor: [Int: (any Channel) throws -> Void] = [:],
        _ stage: @escaping (Int) -> any Stage
    ) throws {
        let schedule = Schedule(parallelism)
        var endpoints: [(any Channel)?] = try medium.endpoints(
            workers: parallelism.workers, slots: schedule.slots)
        guard let coordinator = endpoints.removeLast() else { preconditionFailure() }
        crew = Crew(coordinator, deadline: deadline)
        // Nobody else holds a channel, so that it closes as its thread ends.
        let lock = NSLock()
        threads = Threads(parallelism.workers) { worker in
            let channel = lock.withLock {
                defer { endpoints[worker] = nil }
                return endpoints[worker]
            }
            guard let channel else { return }
            defer { channel.close(within: 1) }
            if let impostor = impostor[worker] { return try impostor(channel) }
            try WorkerLoop(
                Worker(stage(worker), schedule, channel), deadline: deadline
            ).run()
        }
    }

    /// Ends the workers.
    /// - Returns: the fault of each, nil where it ended as asked.
    @discardableResult
    func end() -> [WorkerFault?] {
        crew.end()
        return threads.results().map { result in
            if case .failure(let error) = result { error as? WorkerFault } else { nil }
        }
    }
}

/// The state of a crew, by path.
func bits(_ state: CrewState) -> [String: [UInt64]] {
    Dictionary(
        uniqueKeysWithValues: (state.common + state.own).map {
            ($0.path.joined(separator: "/"), $0.numbers.bits)
        })
}
