import Glibc

/// Messages between threads of one process.
///
/// Each of `make`'s endpoints is handed to one thread, which alone uses it from then on.
package final class MemoryChannel: Channel, @unchecked Sendable {
    package let endpoint: Int
    package var workers: Int { hub.workers }
    package private(set) var waited = 0.0
    private let hub: Hub

    private init(_ endpoint: Int, _ hub: Hub) {
        self.endpoint = endpoint
        self.hub = hub
    }

    deinit { hub.close(endpoint) }

    /// The endpoints of some workers, and the coordinator's as the last.
    /// - Parameter slots: the messages of one sender that are held for a receiver.
    package static func make(workers: Int, slots: Int) -> [MemoryChannel] {
        let hub = Hub(workers: workers, slots: slots)
        return (0...workers).map { MemoryChannel($0, hub) }
    }

    package func send(
        _ tag: Tag, _ bytes: UnsafeRawBufferPointer, to peer: Int, within seconds: Double
    ) throws(ChannelError) {
        let message = [UInt8](bytes)
        let outcome = hub.wait(endpoint, within: seconds) { state in
            guard state.isOpen[peer] else { return .gone }
            guard
                state.boxes[peer][endpoint].count < hub.slots
                    || state.awaited[peer] == Hub.Awaited(tag: tag, sender: endpoint)
            else { return nil }
            state.boxes[peer][endpoint].put(tag, message)
            return .done([])
        }
        hub.wake(peer)
        _ = try finish(outcome, peer, seconds)
    }

    package func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8] {
        let outcome = hub.wait(
            endpoint, awaiting: .init(tag: tag, sender: peer), within: seconds
        ) { state in
            if let bytes = state.boxes[endpoint][peer].take(tag) { return .done(bytes) }
            return state.isOpen[peer] ? nil : .gone
        }
        hub.wake(peer)
        return try finish(outcome, peer, seconds)
    }

    private func finish(
        _ outcome: (end: Hub.End?, waited: Double), _ peer: Int, _ seconds: Double
    ) throws(ChannelError) -> [UInt8] {
        waited += outcome.waited
        switch outcome.end {
        case .done(let bytes): return bytes
        case .gone: throw .gone(Peer(peer, of: workers))
        case nil: throw .silent(Peer(peer, of: workers), seconds: seconds)
        }
    }

    package func pump() {}

    package func close(within seconds: Double) { hub.close(endpoint) }
}

/// The mailboxes of all endpoints, under one lock.
private final class Hub: @unchecked Sendable {
    struct Awaited: Equatable {
        let tag: Tag
        let sender: Int
    }

    struct State {
        /// By receiver and sender.
        var boxes: [[Mailbox]]
        var isOpen: [Bool]
        /// What each endpoint is waiting for.
        var awaited: [Awaited?]
    }

    /// How a wait ends; nil by its deadline.
    enum End {
        case done([UInt8])
        case gone
    }

    let workers: Int
    let slots: Int
    private var state: State
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// One for each endpoint: something may have changed for it.
    private let changes: UnsafeMutablePointer<pthread_cond_t>

    init(workers: Int, slots: Int) {
        self.workers = workers
        self.slots = slots
        let endpoints = workers + 1
        state = State(
            boxes: Array(
                repeating: Array(repeating: Mailbox(), count: endpoints), count: endpoints),
            isOpen: Array(repeating: true, count: endpoints),
            awaited: Array(repeating: nil, count: endpoints))
        changes = .allocate(capacity: endpoints)
        pthread_mutex_init(lock, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        for endpoint in 0..<endpoints { pthread_cond_init(changes + endpoint, &attributes) }
    }

    deinit {
        for endpoint in 0...workers { pthread_cond_destroy(changes + endpoint) }
        changes.deallocate()
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// Waits until `attempt` has an outcome, which it may have at once.
    func wait(
        _ endpoint: Int, awaiting: Awaited? = nil, within seconds: Double,
        _ attempt: (inout State) -> End?
    ) -> (end: End?, waited: Double) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        if let end = attempt(&state) { return (end, 0) }
        let start = monotonicSeconds()
        let deadline = Deadline(within: seconds)
        var moment = timespec(
            tv_sec: Int(deadline.moment),
            tv_nsec: Int(deadline.moment.truncatingRemainder(dividingBy: 1) * 1e9))
        state.awaited[endpoint] = awaiting
        // Its sender may be waiting for this very room.
        if let awaiting { pthread_cond_signal(changes + awaiting.sender) }
        defer { state.awaited[endpoint] = nil }
        while !deadline.isOver {
            pthread_cond_timedwait(changes + endpoint, lock, &moment)
            if let end = attempt(&state) { return (end, monotonicSeconds() - start) }
        }
        return (nil, monotonicSeconds() - start)
    }

    /// Has an endpoint look again.
    func wake(_ endpoint: Int) {
        pthread_mutex_lock(lock)
        pthread_cond_signal(changes + endpoint)
        pthread_mutex_unlock(lock)
    }

    func close(_ endpoint: Int) {
        pthread_mutex_lock(lock)
        state.isOpen[endpoint] = false
        state.boxes[endpoint] = state.boxes[endpoint].map { _ in Mailbox() }
        for other in 0...workers { pthread_cond_signal(changes + other) }
        pthread_mutex_unlock(lock)
    }
}
