import Glibc
import Processes

/// Messages over sockets, between processes of one machine.
///
/// It has no thread of its own: what is on its way moves within its calls. A worker that computes for
/// long calls `pump` now and then, so that its neighbours are not kept waiting for what it has sent.
package final class SocketChannel: Channel {
    package let endpoint: Int
    package let workers: Int
    package private(set) var waited = 0.0
    private let slots: Int
    private var lines: [Line]
    /// What has arrived, by peer.
    private var boxes: [Mailbox]

    /// The peers behind relays that have ended.
    private var gone: Set<Int> = []

    /// What is at the other end of a connection.
    private struct Line {
        /// One, or those from and to whom it hands messages on.
        let peers: Range<Int>
        let connection: Connection
        /// Whether it hands on: it is told of each message that was taken, and holds back others.
        var isRelay = false
    }

    /// The message that `receive` waits for.
    private struct Awaited: Equatable {
        let tag: Tag
        let sender: Int
    }

    init(endpoint: Int, _ invitation: Invitation, connections: [Int: Connection]) {
        self.endpoint = endpoint
        workers = invitation.workers
        slots = invitation.slots
        lines = connections.sorted { $0.key < $1.key }.map {
            Line(peers: $0..<$0 + 1, connection: $1)
        }
        boxes = Array(repeating: Mailbox(), count: workers + 1)
    }

    /// The coordinator's end of a connection with one who hands on messages from and to all workers.
    init(relay: Connection, workers: Int, slots: Int) {
        endpoint = workers
        self.workers = workers
        self.slots = slots
        lines = [Line(peers: 0..<workers, connection: relay, isRelay: true)]
        boxes = Array(repeating: Mailbox(), count: workers + 1)
    }

    package func send(
        _ tag: Tag, _ bytes: UnsafeRawBufferPointer, to peer: Int, within seconds: Double
    ) throws(ChannelError) {
        let connection = try line(to: peer).connection
        if connection.unwritten >= slots {
            try wait(for: peer, nil, within: seconds) { connection.unwritten < slots }
        }
        connection.write(
            FrameHeader(.message, from: endpoint, to: peer, tag: tag, length: bytes.count), bytes)
        if let fault = fault(of: connection, peer) { throw fault }
    }

    package func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8] {
        if let bytes = take(tag, peer) { return bytes }
        let line = try line(to: peer)
        let awaited = Awaited(tag: tag, sender: peer)
        line.connection.flush()
        read(line, awaited)
        if let bytes = take(tag, peer) { return bytes }
        var message: [UInt8]?
        try wait(for: peer, awaited, within: seconds) {
            message = take(tag, peer)
            return message != nil
        }
        return message ?? []
    }

    private func take(_ tag: Tag, _ peer: Int) -> [UInt8]? {
        guard let bytes = boxes[peer].take(tag) else { return nil }
        if let line = lines.first(where: { $0.isRelay && $0.peers.contains(peer) }) {
            line.connection.write(FrameHeader(.taken, from: endpoint, to: peer, length: 0), [])
        }
        return bytes
    }

    package func pump() { advance(nil, waiting: 0) }

    package func close(within seconds: Double) {
        let deadline = Deadline(within: seconds)
        while lines.contains(where: { $0.connection.unwritten > 0 }), !deadline.isOver {
            advance(nil, waiting: deadline.left)
        }
        lines = []
    }

    /// The memory that messages need, in bytes: those that have arrived, and parts of others.
    package var held: Int {
        lines.reduce(0) { $0 + $1.connection.held } + boxes.reduce(0) { $0 + $1.held }
    }

    /// - Throws: `ChannelError.gone` when there is none, or none any more.
    private func line(to peer: Int) throws(ChannelError) -> Line {
        guard let line = lines.first(where: { $0.peers.contains(peer) }) else {
            throw .gone(Peer(peer, of: workers))
        }
        return line
    }

    private func fault(of connection: Connection, _ peer: Int) -> ChannelError? {
        let isGone = connection.isBroken || gone.contains(peer)
        let peer = Peer(peer, of: workers)
        return connection.end?.error(of: peer) ?? (isGone ? .gone(peer) : nil)
    }

    /// Moves everything on until something is so that hangs on one peer.
    private func wait(
        for peer: Int, _ awaited: Awaited?, within seconds: Double, until isSo: () -> Bool
    ) throws(ChannelError) {
        let start = monotonicSeconds()
        defer { waited += monotonicSeconds() - start }
        let deadline = Deadline(within: seconds)
        while !isSo() {
            // What a peer that takes nothing any more has sent may still be there.
            let connection = try line(to: peer).connection
            let isOver = connection.end != nil || gone.contains(peer)
            if awaited == nil || isOver, let fault = fault(of: connection, peer) {
                throw fault
            }
            if deadline.isOver { throw .silent(Peer(peer, of: workers), seconds: seconds) }
            advance(awaited, waiting: deadline.left)
        }
    }

    /// Reads and writes what goes.
    /// - Parameter seconds: how long to wait for it.
    private func advance(_ awaited: Awaited?, waiting seconds: Double) {
        // Of what has been read ahead the system knows nothing.
        var seconds = seconds
        for line in lines where line.connection.hasReadAhead && hasRoom(line, awaited) {
            if read(line, awaited) { seconds = 0 }
        }
        let interests = lines.map {
            (line: $0, descriptors: $0.connection.awaited(reads: hasRoom($0, awaited)))
        }
        var ready = poll(interests.flatMap(\.descriptors), seconds: seconds)[...]
        for (line, descriptors) in interests {
            let isReady = ready.prefix(descriptors.count).contains(true)
            ready = ready.dropFirst(descriptors.count)
            guard isReady else { continue }
            line.connection.flush()
            read(line, awaited)
        }
    }

    /// Whether another message may be taken in; a relay holds back by itself.
    private func hasRoom(_ line: Line, _ awaited: Awaited?) -> Bool {
        line.isRelay || line.peers.contains { boxes[$0].count < slots || awaited?.sender == $0 }
    }

    /// Takes in what has come, up to what is awaited or as long as there is room.
    /// - Returns: whether it was something, be it the end.
    @discardableResult
    private func read(_ line: Line, _ awaited: Awaited?) -> Bool {
        var isSomething = false
        while hasRoom(line, awaited), let (header, bytes) = line.connection.next() {
            isSomething = true
            let sender = header.sender
            guard line.peers.contains(sender), header.receiver == endpoint,
                header.kind == .message || header.kind == .ended && line.isRelay
            else {
                line.connection.end = .refused(.unexpected)
                break
            }
            guard header.kind == .message else {
                gone.insert(sender)
                continue
            }
            let isAwaited = awaited == Awaited(tag: header.tag, sender: sender)
            guard isAwaited || boxes[sender].count < slots else {
                line.connection.end = .refused(.outOfTurn(held: slots))
                break
            }
            boxes[sender].put(header.tag, bytes)
            if isAwaited { break }
        }
        return isSomething || line.connection.end != nil
    }
}
