import Channels

/// Messages between workers that are processes of Open MPI; another process hands on those from and to
/// the coordinator, which is none (see `MPISeat`).
package final class MPIChannel: Channel {
    package var endpoint: Int { world.rank }
    package var workers: Int { world.ranks - 1 }
    package private(set) var waited = 0.0
    private let world: MPIWorld
    private let slots: Int
    private let limit: Int
    private var isOpen = true
    /// What has arrived, by peer.
    private var boxes: [Mailbox]
    /// The neighbours in the ring and the coordinator.
    private let peers: Set<Int>
    /// Those that have ended.
    private var gone: Set<Int> = []
    /// What came that is no message, by peer.
    private var refused: [Int: Refusal] = [:]

    init(_ world: MPIWorld, slots: Int, limit: Int) {
        self.world = world
        self.slots = slots
        self.limit = limit
        let workers = world.ranks - 1
        boxes = Array(repeating: Mailbox(), count: world.ranks)
        peers = Set([1, workers - 1].map { (world.rank + $0) % workers } + [workers])
            .subtracting([world.rank])
    }

    deinit { close(within: 1) }

    package func send(
        _ tag: Tag, _ bytes: UnsafeRawBufferPointer, to peer: Int, within seconds: Double
    ) throws(ChannelError) {
        try check(peer)
        try wait(for: peer, within: seconds, awaiting: nil) { world.unsent(to: peer) < slots }
        try world.send(
            FrameHeader(.message, from: endpoint, to: peer, tag: tag, length: bytes.count), bytes,
            to: peer)
    }

    package func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8] {
        var message: [UInt8]?
        try wait(for: peer, within: seconds, awaiting: tag) {
            message = boxes[peer].take(tag)
            return message != nil
        }
        return message ?? []
    }

    package func pump() { _ = try? advance(nil) }

    /// Ends this rank's part in MPI: nothing of it can be used in this process afterwards. Peers that
    /// take nothing more within `seconds` are ended.
    package func close(within seconds: Double) {
        guard isOpen else { return }
        isOpen = false
        // The one that hands messages on waits for all, the coordinator gone or not.
        for peer in peers.subtracting(gone).union([workers]) {
            try? world.send(
                FrameHeader(.ended, from: endpoint, to: peer, length: 0),
                UnsafeRawBufferPointer(start: nil, count: 0), to: peer)
        }
        world.end(within: seconds)
    }

    private func check(_ peer: Int) throws(ChannelError) {
        if let reason = refused[peer] { throw .refused(Peer(peer, of: workers), reason) }
        if !isOpen || gone.contains(peer) || !peers.contains(peer) {
            throw .gone(Peer(peer, of: workers))
        }
    }

    private func wait(
        for peer: Int, within seconds: Double, awaiting tag: Tag?, until isSo: () -> Bool
    ) throws(ChannelError) {
        if isSo() { return }
        let start = monotonicSeconds()
        defer { waited += monotonicSeconds() - start }
        let deadline = Deadline(within: seconds)
        var patience = Backoff()
        while true {
            let isAnything = try advance(tag.map { (peer, $0) })
            if isSo() { return }
            try check(peer)
            if deadline.isOver { throw .silent(Peer(peer, of: workers), seconds: seconds) }
            patience.wait(unless: isAnything)
        }
    }

    /// Takes in what has come as long as there is room.
    /// - Returns: whether there was anything.
    private func advance(_ awaited: (sender: Int, tag: Tag)?) throws(ChannelError) -> Bool {
        guard isOpen else { return false }
        var isAnything = try world.settle()
        for peer in peers where refused[peer] == nil {
            while boxes[peer].count < slots || awaited?.sender == peer,
                let (header, bytes) = try world.receive(from: peer, limit: limit)
            {
                isAnything = true
                if header.kind == .ended {
                    gone.insert(peer)
                    break
                }
                guard header.kind == .message, header.sender == peer, header.receiver == endpoint
                else {
                    refused[peer] = .unexpected
                    break
                }
                let isAwaited = awaited?.sender == peer && awaited?.tag == header.tag
                guard isAwaited || boxes[peer].count < slots else {
                    refused[peer] = .outOfTurn(held: slots)
                    break
                }
                boxes[peer].put(header.tag, bytes)
                if isAwaited { return true }
            }
        }
        return isAnything
    }
}
