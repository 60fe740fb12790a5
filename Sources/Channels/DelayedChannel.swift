import Processes

/// A worker's channel slowed down to links of a certain latency and bandwidth between workers, which are
/// processes of one machine.
///
/// Messages to one peer go one after the other, bytes/bandwidth each, and are handed out a latency
/// later; where the channel itself is slower than that, so is this. All workers have to have one; messages
/// from and to the coordinator are left as they are.
package final class DelayedChannel: Channel {
    /// The bytes by which a message is longer that says when it is due.
    package static let overhead = 8

    private let base: any Channel
    private let latency: Double
    private let secondsPerByte: Double
    /// The moment from which the link to a peer is free.
    private var free: [Double]
    /// What was not due by the deadline of who awaited it, by peer.
    private var early: [Mailbox]
    private var slept = 0.0

    /// - Parameters:
    ///   - latency: in seconds.
    ///   - secondsPerByte: 1/bandwidth; 0: as many bytes at once as there are.
    package init(_ base: any Channel, latency: Double, secondsPerByte: Double) {
        self.base = base
        self.latency = latency
        self.secondsPerByte = secondsPerByte
        free = Array(repeating: 0, count: base.workers + 1)
        early = Array(repeating: Mailbox(), count: base.workers + 1)
    }

    package var endpoint: Int { base.endpoint }
    package var workers: Int { base.workers }
    package var waited: Double { base.waited + slept }

    /// Adds to a message the moment at which it is due.
    package func send(
        _ tag: Tag, _ bytes: UnsafeRawBufferPointer, to peer: Int, within seconds: Double
    ) throws(ChannelError) {
        guard peer != workers else {
            return try base.send(tag, bytes, to: peer, within: seconds)
        }
        let end = max(free[peer], monotonicSeconds()) + secondsPerByte * Double(bytes.count)
        var message = [UInt8]()
        message.reserveCapacity(bytes.count + 8)
        message += bytes
        withUnsafeBytes(of: (end + latency).bitPattern.littleEndian) { message += $0 }
        free[peer] = end
        let stamped = message
        let result = stamped.withUnsafeBytes { stamped in
            Result { () throws(ChannelError) in
                try base.send(tag, stamped, to: peer, within: seconds)
            }
        }
        try result.get()
    }

    package func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8] {
        guard peer != workers else {
            return try base.receive(tag, from: peer, within: seconds)
        }
        let deadline = Deadline(within: seconds)
        var message: [UInt8]
        if let bytes = early[peer].take(tag) {
            message = bytes
        } else {
            message = try base.receive(tag, from: peer, within: seconds)
        }
        guard message.count >= 8 else {
            throw .refused(Peer(peer, of: workers), .unexpected)
        }
        let due = message.withUnsafeBytes {
            let bits = $0.loadUnaligned(fromByteOffset: $0.count - 8, as: UInt64.self)
            return Double(bitPattern: UInt64(littleEndian: bits))
        }
        // Not a number is due at once.
        guard !(due > deadline.moment) else {
            early[peer].put(tag, message)
            sleep(until: deadline.moment)
            throw .silent(Peer(peer, of: workers), seconds: seconds)
        }
        sleep(until: due)
        message.removeLast(8)
        return message
    }

    /// The longest sleep during which nothing else moves, in seconds.
    private static let nap = 1e-3

    private func sleep(until moment: Double) {
        let start = monotonicSeconds()
        var now = start
        while now < moment {
            base.pump()
            sleepExactly(min(moment - now, Self.nap))
            now = monotonicSeconds()
        }
        slept += now - start
    }

    package func pump() { base.pump() }

    package func close(within seconds: Double) { base.close(within: seconds) }
}
