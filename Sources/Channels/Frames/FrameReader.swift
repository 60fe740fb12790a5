import Glibc

/// Takes frames out of what a descriptor gives, which never waits, in few calls of the system.
///
/// It trusts no number: a frame is refused by its header, before memory is taken for it.
final class FrameReader {
    /// What the next look gives.
    enum Incoming {
        case frame(FrameHeader, [UInt8])
        /// The frame is not there, or not whole.
        case nothing
        /// The stream has ended, within a frame or after one.
        case ended
        case refused(Refusal)
    }

    private let limit: Int
    private let readsAhead: Bool
    private let buffer: UnsafeMutableRawBufferPointer
    /// The bytes of the buffer that were read and not taken.
    private var filled = 0..<0
    /// The header of the frame whose bytes are awaited.
    private var header: FrameHeader?
    private var payload: [UInt8] = []
    private var arrived = 0

    /// - Parameters:
    ///   - limit: the longest frame that is taken, in bytes without its header.
    ///   - readsAhead: whether it may read beyond a frame; otherwise what follows stays with the system
    ///     for another reader.
    init(limit: Int, readsAhead: Bool) {
        self.limit = limit
        self.readsAhead = readsAhead
        buffer = .allocate(byteCount: readsAhead ? 1 << 16 : FrameHeader.size, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// Whether it has read something that may be a frame.
    var hasReadAhead: Bool { !filled.isEmpty }

    /// The memory that it needs, in bytes.
    var held: Int { buffer.count + payload.count }

    /// Takes the next frame; reads what is missing if it is there.
    func next(from descriptor: Int32) -> Incoming {
        while true {
            if let header {
                takeFromBuffer()
                if arrived == header.length { return .frame(header, takePayload()) }
            } else if filled.count >= FrameHeader.size {
                let start = UnsafeRawBufferPointer(rebasing: buffer[filled])
                do throws(Refusal) {
                    let header = try FrameHeader(start, limit: limit)
                    filled = filled.dropFirst(FrameHeader.size)
                    begin(header)
                } catch {
                    return .refused(error)
                }
                continue
            }
            let count = read(from: descriptor)
            if count == 0 { return .ended }
            if count < 0 { return errno == EAGAIN ? .nothing : .ended }
        }
    }

    private func begin(_ header: FrameHeader) {
        self.header = header
        arrived = 0
        // Every byte is written before the frame is given out.
        payload = [UInt8](unsafeUninitializedCapacity: header.length) { $1 = header.length }
    }

    private func takePayload() -> [UInt8] {
        defer { payload = [] }
        header = nil
        return payload
    }

    private func takeFromBuffer() {
        let count = min(filled.count, payload.count - arrived)
        guard count > 0 else { return }
        payload.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[arrived..<arrived + count])
                .copyMemory(from: .init(rebasing: buffer[filled.prefix(count)]))
        }
        arrived += count
        filled = filled.dropFirst(count)
    }

    /// Reads into the frame that is awaited and, with what is beyond it, into the buffer.
    /// - Returns: as `read` of the system.
    private func read(from descriptor: Int32) -> Int {
        if header == nil {
            // What is left is less than a header.
            let left = filled.count
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<left])
                .copyMemory(from: .init(rebasing: buffer[filled]))
            filled = 0..<left
        } else {
            filled = 0..<0
        }
        let missing = header == nil ? 0 : payload.count - arrived
        let room = readsAhead || header == nil ? buffer.count - filled.count : 0
        let count = payload.withUnsafeMutableBytes { payload in
            var parts = (
                iovec(
                    iov_base: missing > 0 ? payload.baseAddress?.advanced(by: arrived) : nil,
                    iov_len: missing),
                iovec(
                    iov_base: buffer.baseAddress?.advanced(by: filled.upperBound), iov_len: room)
            )
            return withUnsafeBytes(of: &parts) { parts in
                var count: Int
                repeat {
                    count = readv(
                        descriptor, parts.baseAddress?.assumingMemoryBound(to: iovec.self), 2)
                } while count < 0 && errno == EINTR
                return count
            }
        }
        if count > 0 {
            let direct = min(count, missing)
            arrived += direct
            filled = filled.lowerBound..<filled.upperBound + count - direct
        }
        return count
    }
}
