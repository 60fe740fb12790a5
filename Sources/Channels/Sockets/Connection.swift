import Glibc
import Processes

/// Frames in both directions, with one peer or, behind it, several.
package final class Connection {
    /// How the reading of frames has ended.
    package enum End {
        case closed
        case refused(Refusal)
    }

    private let reading: Descriptor
    private let writing: Descriptor
    private var reader: FrameReader
    private let writer = FrameWriter()
    /// nil while frames can come.
    package var end: End?

    /// - Parameters:
    ///   - reading, writing: the same for a socket. Their calls never wait.
    ///   - limit: the longest frame that is taken.
    ///   - readsAhead: whether more than the next frame may be read at once.
    init(reading: Descriptor, writing: Descriptor, limit: Int, readsAhead: Bool) {
        self.reading = reading
        self.writing = writing
        reader = FrameReader(limit: limit, readsAhead: readsAhead)
    }

    /// Frames through the ends of two pipes, whose calls do not wait from now on.
    package convenience init(pipes: (reading: Descriptor, writing: Descriptor), limit: Int) {
        pipes.reading.neverWait()
        pipes.writing.neverWait()
        brokenPipesAreErrors()
        self.init(reading: pipes.reading, writing: pipes.writing, limit: limit, readsAhead: true)
    }

    /// Takes frames of another limit from now on, and reads ahead.
    /// - Precondition: it has not read ahead, and stands between two frames.
    func widen(to limit: Int) { reader = FrameReader(limit: limit, readsAhead: true) }

    /// Takes the next frame that is there; nil when none is, or when the end is reached.
    package func next() -> (header: FrameHeader, bytes: [UInt8])? {
        guard end == nil else { return nil }
        switch reader.next(from: reading.number) {
        case .frame(let header, let bytes): return (header, bytes)
        case .nothing: return nil
        case .ended: end = .closed
        case .refused(let reason): end = .refused(reason)
        }
        return nil
    }

    /// The same for who has a name for the peer.
    /// - Throws: when no frame can come any more.
    func frame(from peer: Peer) throws(ChannelError) -> (header: FrameHeader, bytes: [UInt8])? {
        let frame = next()
        if frame == nil, let end { throw end.error(of: peer) }
        return frame
    }

    func write(_ header: FrameHeader, _ bytes: UnsafeRawBufferPointer) {
        writer.write(header, bytes, to: writing.number)
    }

    package func write(_ header: FrameHeader, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { write(header, $0) }
    }

    /// Writes what goes of the frames that wait.
    package func flush() { writer.flush(to: writing.number) }

    /// The frames that wait.
    var unwritten: Int { writer.count }
    /// Whether nobody takes frames any more.
    package var isBroken: Bool { writer.isBroken }
    var hasReadAhead: Bool { reader.hasReadAhead && end == nil }
    /// The memory that it needs, in bytes.
    var held: Int { reader.held + writer.held }

    /// What to wait for, in the form of `poll`.
    /// - Parameter reads: whether frames are wanted.
    func awaited(reads: Bool) -> [(number: Int32, events: Int32)] {
        let incoming = reads && end == nil ? [(reading.number, Int32(POLLIN))] : []
        let outgoing = unwritten > 0 ? [(writing.number, Int32(POLLOUT))] : []
        return incoming + outgoing
    }
}

extension Connection.End {
    func error(of peer: Peer) -> ChannelError {
        switch self {
        case .closed: .gone(peer)
        case .refused(let reason): .refused(peer, reason)
        }
    }
}
