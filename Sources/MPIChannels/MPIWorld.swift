import CMPI
import Channels

/// Whole messages between the processes that `mpirun` has started, without waiting.
///
/// The first of them, which lies on the machine of `mpirun`, has the last rank here.
///
/// A message is a frame whose header stands at its end, so that its bytes are received where they stay.
final class MPIWorld {
    let rank: Int
    let ranks: Int
    private let communicator: MPI_Comm?
    /// What is on its way, by rank.
    private var sending: [[Sending]]

    private struct Sending {
        var request: MPI_Request?
        let bytes: UnsafeMutableRawBufferPointer
    }

    /// Starts MPI, once in a process.
    init() throws(ChannelError) {
        var (rank, ranks, communicator) = (Int32(0), Int32(0), MPI_Comm?.none)
        try Self.check("start", cmpi_start(&rank, &ranks, &communicator))
        self.communicator = communicator
        self.rank = Int(rank)
        self.ranks = Int(ranks)
        sending = Array(repeating: [], count: Int(ranks))
    }

    /// The messages on their way to a rank.
    func unsent(to rank: Int) -> Int { sending[rank].count }
    var isIdle: Bool { sending.allSatisfy(\.isEmpty) }

    func send(
        _ header: FrameHeader, _ bytes: UnsafeRawBufferPointer, to rank: Int
    ) throws(ChannelError) {
        let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: bytes.count + FrameHeader.size, alignment: 16)
        copy.copyMemory(from: bytes)
        header.write(to: .init(rebasing: copy[bytes.count...]))
        var request: MPI_Request?
        try Self.check(
            "send",
            cmpi_send(
                copy.baseAddress, Int32(copy.count), Int32(rank), communicator, &request))
        sending[rank].append(Sending(request: request, bytes: copy))
    }

    /// Takes notice of what has been sent.
    /// - Returns: whether anything has.
    @discardableResult
    func settle() throws(ChannelError) -> Bool {
        var isAnything = false
        for rank in sending.indices {
            // In the order of sending.
            while !sending[rank].isEmpty {
                var done: Int32 = 0
                try Self.check("send", cmpi_test(&sending[rank][0].request, &done))
                guard done != 0 else { break }
                sending[rank].removeFirst().bytes.deallocate()
                isAnything = true
            }
        }
        return isAnything
    }

    /// Receives the next message of a rank, if there is one.
    /// - Parameter limit: the longest that is taken, in bytes.
    func receive(
        from rank: Int, limit: Int
    ) throws(ChannelError) -> (header: FrameHeader, bytes: [UInt8])? {
        var (found, count, message) = (Int32(0), Int32(0), MPI_Message?.none)
        try Self.check("receive", cmpi_find(Int32(rank), communicator, &found, &count, &message))
        guard found != 0 else { return nil }
        var error: Int32 = 0
        var bytes = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            error = cmpi_receive(buffer.baseAddress, count, &message)
            filled = Int(count)
        }
        try Self.check("receive", error)
        let start = bytes.count - FrameHeader.size
        let peer = Peer(rank, of: ranks - 1)
        guard start >= 0 else { throw .refused(peer, .garbage) }
        let header: Result<FrameHeader, Refusal> = bytes.withUnsafeBytes { bytes in
            Result { () throws(Refusal) in
                try FrameHeader(.init(rebasing: bytes[start...]), limit: limit)
            }
        }
        bytes.removeLast(FrameHeader.size)
        do throws(Refusal) { return (try header.get(), bytes) } catch {
            throw .refused(peer, error)
        }
    }

    /// Ends this rank when what it has sent is on its way; all ranks after `seconds`, or at once.
    func end(within seconds: Double, all: Bool = false) {
        if all { return cmpi_abort() }
        let deadline = Deadline(within: seconds)
        var patience = Backoff()
        while !isIdle, !deadline.isOver {
            guard let isAnything = try? settle() else { break }
            patience.wait(unless: isAnything)
        }
        if isIdle { MPI_Finalize() } else { cmpi_abort() }
    }

    private static func check(_ doing: String, _ error: Int32) throws(ChannelError) {
        guard error != MPI_SUCCESS else { return }
        var text = [CChar](repeating: 0, count: Int(MPI_MAX_ERROR_STRING))
        var length: Int32 = 0
        MPI_Error_string(error, &text, &length)
        let words = String(
            decoding: text.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        throw .library(doing: "\(doing) through Open MPI", reason: words)
    }
}
