import Foundation
import Processes
import Synchronization

/// The answer of a command, line by line on standard output. Unlike what is said on the way, it must
/// not be lost in silence: a line that cannot be written is an error.
enum Output {
    private static let unwritten = Mutex<[UInt8]>([])
    private static let isWatched = isatty(STDOUT_FILENO) == 1

    /// Prints a line.
    /// - Throws: when it cannot be written; a later call or `flush` may be the one that finds out.
    static func line(_ text: String) throws(OutputError) {
        try put(Array(text.utf8) + [UInt8(ascii: "\n")])
        if isWatched { try flush() }
    }

    /// Prints bytes as they are.
    /// - Throws: as `line` does.
    static func put(_ bytes: [UInt8]) throws(OutputError) {
        let isFull = unwritten.withLock { unwritten in
            unwritten += bytes
            return unwritten.count > 1 << 16
        }
        if isFull { try flush() }
    }

    /// Writes what has been printed; a pipe shows nothing before.
    static func flush() throws(OutputError) {
        let bytes = unwritten.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        if let error = StandardStream.write(bytes, to: STDOUT_FILENO) {
            throw OutputError(number: error)
        }
    }
}

/// Prints a line on what goes on or goes wrong to standard error. Where that cannot be written or
/// nobody reads it, the line is lost and nothing else.
func printError(_ line: String) { Complaints.write(line + "\n") }

/// Standard error.
enum Complaints {
    /// Writes a text as it is.
    static func write(_ text: String) {
        // A reader that has stopped reading must not stop us.
        _ = StandardStream.write(Array(text.utf8), to: STDERR_FILENO, waiting: 0.2)
    }
}

/// The three descriptors that every process has.
enum StandardStream {
    /// Opens those that are closed, lest the next file becomes one of them. Reading and complaining
    /// are then about nothing; printing to a closed output still fails.
    static func openClosed() {
        signal(SIGPIPE, SIG_IGN)
        for (number, mode) in [(STDIN_FILENO, O_RDONLY), (1, O_RDONLY), (2, O_WRONLY)]
        where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", mode)
        }
    }

    /// Writes bytes.
    /// - Parameter seconds: the longest wait for a reader at a time.
    /// - Returns: the number of the error; nil when all are written.
    fileprivate static func write(
        _ bytes: [UInt8], to number: Int32, waiting seconds: Double? = nil
    ) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            if let seconds, !poll([(number, POLLOUT)], seconds: seconds)[0] { return EAGAIN }
            // A pipe with room takes so much without waiting.
            let part = seconds == nil ? rest : rest.prefix(Int(PIPE_BUF))
            let count = part.withUnsafeBytes { Foundation.write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                _ = poll([(number, POLLOUT)], seconds: 1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}

/// Standard output cannot be written: the number of the system's error.
struct OutputError: Error, Hashable, CustomStringConvertible {
    let number: Int32

    /// Whether the reader of a pipe has read enough, which is no fault.
    var isEndOfReader: Bool { number == EPIPE }

    var description: String {
        let reason =
            number == EBADF ? "it is closed" : systemMessage(number)
        return "what is printed is lost, standard output cannot be written: \(reason)"
    }
}
