import Channels
import Foundation
import Testing

/// What channels are made of in a test.
enum Medium: CaseIterable {
    case memory, unix, tcp

    /// The endpoints of some workers, and the coordinator's as the last.
    func endpoints(
        workers: Int, slots: Int = 4, limit: Int = 1 << 22, within seconds: Double = 20
    ) throws -> [any Channel] {
        let kind: Invitation.Kind
        switch self {
        case .memory: return MemoryChannel.make(workers: workers, slots: slots)
        case .unix: kind = .unix
        case .tcp: kind = .tcp
        }
        let meeting = try Meeting(kind, workers: workers, slots: slots, limit: limit)
        let invitation = meeting.invitation
        let results = inParallel(workers + 1) { endpoint in
            endpoint == workers
                ? try meeting.gather(within: seconds)
                : try SocketChannel.join(invitation, as: endpoint, within: seconds)
        }
        return try results.map { try $0.get() }
    }
}

/// What is handed from thread to thread.
private final class Box<Content>: @unchecked Sendable {
    var content: Content
    let lock = NSLock()
    init(_ content: Content) { self.content = content }
}

/// Does something a number of times at once, each in a thread of its own.
func inParallel<Value>(
    _ count: Int, _ body: @escaping (Int) throws -> Value
) -> [Result<Value, any Error>] {
    let results = Box([Int: Result<Value, any Error>]())
    let shared = Box(body)
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            let result = Result { try shared.content(index) }
            results.lock.withLock { results.content[index] = result }
            group.leave()
        }
    }
    group.wait()
    return (0..<count).compactMap { results.content[$0] }
}

extension Channel {
    func send(_ tag: Tag, _ bytes: [UInt8], to peer: Int, within seconds: Double = 20) throws {
        try bytes.withUnsafeBytes { try send(tag, $0, to: peer, within: seconds) }
    }

    func receive(_ tag: Tag, from peer: Int) throws -> [UInt8] {
        try receive(tag, from: peer, within: 20)
    }
}

/// Not that of the testing library.
typealias Tag = Channels.Tag
