import Channels

// Messages of any length between the coordinator and a worker, in pieces: so that a channel's limit is
// that of what workers send one another.

extension Channel {
    /// Sends bytes as their count and pieces of at most `longestPiece`.
    /// - Parameter number: of the order that they belong to.
    func sendLong(
        _ bytes: [UInt8], order number: Int, to peer: Int, within seconds: Double
    ) throws(ChannelError) {
        try send(
            Tag(content: Message.piece.rawValue, update: number),
            withUnsafeBytes(of: bytes.count) { [UInt8]($0) },
            to: peer, within: seconds)
        for (index, start) in stride(from: 0, to: bytes.count, by: longestPiece).enumerated() {
            try send(
                Tag(content: Message.piece.rawValue, update: number, part: index + 1),
                Array(bytes[start..<min(start + longestPiece, bytes.count)]), to: peer,
                within: seconds)
        }
    }

    /// Takes bytes that `sendLong` sends; nil when they are not such.
    func receiveLong(
        order number: Int, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8]? {
        let head = try receive(
            Tag(content: Message.piece.rawValue, update: number), from: peer, within: seconds)
        guard head.count == MemoryLayout<Int>.size else { return nil }
        let count = head.withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
        var bytes: [UInt8] = []
        var part = 1
        while bytes.count < count {
            let piece = try receive(
                Tag(content: Message.piece.rawValue, update: number, part: part), from: peer,
                within: seconds)
            guard !piece.isEmpty else { return nil }
            bytes += piece
            part += 1
        }
        return bytes.count == count ? bytes : nil
    }

    /// Sends bytes.
    func send(
        _ tag: Tag, _ bytes: [UInt8], to peer: Int, within seconds: Double
    ) throws(ChannelError) {
        // A closure that throws would lose the type of its error.
        var failure: ChannelError?
        bytes.withUnsafeBytes { bytes in
            do throws(ChannelError) {
                try send(tag, bytes, to: peer, within: seconds)
            } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

/// The most bytes in a message between the coordinator and a worker.
package let longestPiece = 1 << 18
