import Glibc

/// Hands frames to a descriptor, which never waits, and keeps what it does not take.
final class FrameWriter {
    /// The frames that are not wholly written, the first without what is.
    private var queue: [ArraySlice<UInt8>] = []
    /// Whether nobody reads any more; what is written then is lost.
    private(set) var isBroken = false

    var count: Int { queue.count }

    /// The memory that it needs, in bytes.
    var held: Int { queue.reduce(0) { $0 + $1.count } }

    /// Writes as much of a frame as goes, and keeps a copy of the rest.
    func write(_ header: FrameHeader, _ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        flush(to: descriptor)
        guard !isBroken else { return }
        withUnsafeTemporaryAllocation(byteCount: FrameHeader.size, alignment: 16) { head in
            header.write(to: head)
            var written = 0
            if queue.isEmpty {
                written = gather(UnsafeRawBufferPointer(head), bytes, to: descriptor)
                if written == head.count + bytes.count || isBroken { return }
            }
            var rest = [UInt8]()
            rest.reserveCapacity(head.count + bytes.count - written)
            rest += head.dropFirst(written)
            rest += bytes.dropFirst(max(0, written - head.count))
            queue.append(rest[...])
        }
    }

    /// Writes as much as goes of what is kept.
    func flush(to descriptor: Int32) {
        while let first = queue.first {
            let written = first.withUnsafeBytes {
                gather($0, UnsafeRawBufferPointer(start: nil, count: 0), to: descriptor)
            }
            if isBroken { return }
            guard written == first.count else {
                queue[0] = first.dropFirst(written)
                return
            }
            queue.removeFirst()
        }
    }

    /// - Returns: how many bytes of the two parts were written.
    private func gather(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, to descriptor: Int32
    ) -> Int {
        var parts = (
            iovec(iov_base: .init(mutating: first.baseAddress), iov_len: first.count),
            iovec(iov_base: .init(mutating: second.baseAddress), iov_len: second.count)
        )
        let count = withUnsafeMutableBytes(of: &parts) { parts in
            var message = msghdr()
            message.msg_iov = parts.baseAddress?.assumingMemoryBound(to: iovec.self)
            message.msg_iovlen = 2
            var count: Int
            repeat {
                count = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                // A pipe is no socket.
                if count < 0 && errno == ENOTSOCK { count = writev(descriptor, message.msg_iov, 2) }
            } while count < 0 && errno == EINTR
            return count
        }
        if count < 0 && errno != EAGAIN {
            isBroken = true
            queue = []
        }
        return max(count, 0)
    }
}
