import CProcesses
import Glibc

/// An open file that is closed with its owner and that no started program inherits unasked. Calls
/// that a signal interrupts are begun again.
package final class Descriptor: Sendable {
    package let number: Int32

    /// Takes over an open descriptor.
    package init(owning number: Int32) { self.number = number }

    deinit { _ = close(number) }

    /// The two ends of a new pipe.
    /// - Throws: `ProcessError.noPipe`.
    package static func pipe() throws(ProcessError) -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [-1, -1]
        let error = cprocesses_pipe(&ends)
        guard error == 0 else { throw .noPipe(error: error) }
        return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    }

    /// Makes calls return at once when they would wait. It holds for this end of a pipe alone.
    package func neverWait() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

    /// Takes the next connection at a listening socket; its calls never wait.
    /// - Returns: nil when there is none now.
    package func accept() -> Descriptor? {
        let connection = cprocesses_accept(number)
        return connection < 0 ? nil : Descriptor(owning: connection)
    }

    /// Reads what is there.
    /// - Returns: no bytes at the end or after an error; nil when there is nothing now.
    func read(upTo count: Int) -> [UInt8]? {
        var error: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var length: Int
            repeat {
                length = Glibc.read(number, buffer.baseAddress, count)
                error = length < 0 ? errno : 0
            } while error == EINTR
            filled = max(length, 0)
        }
        return error == EAGAIN ? nil : bytes
    }

    /// Writes as much as goes.
    /// - Returns: how many bytes; nil when nobody reads any more.
    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            var length: Int
            repeat {
                length = Glibc.write(number, buffer.baseAddress, buffer.count)
            } while length < 0 && errno == EINTR
            return length >= 0 ? length : errno == EAGAIN ? 0 : nil
        }
    }
}

/// Waits until one of `descriptors` can be read or written.
/// - Parameters:
///   - descriptors: pairs of a descriptor and what is awaited: `POLLIN`, `POLLOUT`.
///   - seconds: the longest wait; a signal may end it earlier.
/// - Returns: for each, whether something can be done, the finding of its end included.
package func poll(_ descriptors: [(number: Int32, events: Int32)], seconds: Double) -> [Bool] {
    var entries = descriptors.map {
        pollfd(fd: $0.number, events: Int16($0.events), revents: 0)
    }
    let milliseconds = Int32(min(max(seconds * 1000, 0), 1e9).rounded(.up))
    guard Glibc.poll(&entries, nfds_t(entries.count), milliseconds) > 0 else {
        return descriptors.map { _ in false }
    }
    return entries.map { $0.revents != 0 }
}
