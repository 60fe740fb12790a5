import Foundation
import Processes

/// Reading of what a path leads to: only ordinary files are opened, and only up to a size, so that
/// no path can make a run wait or take all memory.
enum DataFile {
    /// The largest file that is read, and the most that one may decompress to, in bytes: 512 MiB.
    static let limit = 512 << 20

    /// What a path leads to, links followed.
    /// - Throws: `.missing`, and `.unreadable` where the system does not tell.
    static func kind(of path: String, _ wanted: DataError.Kind) throws(DataError) -> FileKind {
        var information = stat()
        // The system would read a path up to the first zero byte.
        guard !path.utf8.contains(0) else { throw .missing(path, wanted) }
        guard uninterrupted({ stat(path, &information) }) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing(path, wanted)
            case let code: throw .unreadable(path, reason: systemMessage(code))
            }
        }
        return FileKind(information.st_mode)
    }

    /// All bytes of an ordinary file.
    /// - Parameter limit: the most there may be.
    /// - Throws: `DataError`.
    static func bytes(
        of path: String, _ wanted: DataError.Kind, limit: Int = limit
    ) throws(DataError) -> [UInt8] {
        let kind = try kind(of: path, wanted)
        guard kind == .file else { throw .notAFile(path, kind) }
        // It may have become a pipe by now: that is not waited for.
        let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        guard descriptor >= 0 else { throw .unreadable(path, reason: systemMessage(errno)) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, FileKind(information.st_mode) == .file else {
            throw .changed(path, size: 0)
        }
        let size = Int(information.st_size)
        guard size <= limit else { throw .tooLarge(path, limit: limit) }
        return try bytes(of: descriptor, size: size, path)
    }

    private static func bytes(
        of descriptor: Int32, size: Int, _ path: String
    ) throws(DataError) -> [UInt8] {
        var failure: DataError?
        // Room for one byte more shows a file that grows, or one of /proc, which has no size.
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
            while filled < buffer.count {
                let place = buffer.baseAddress.map { $0 + filled }
                let count = uninterrupted { read(descriptor, place, buffer.count - filled) }
                if count < 0 { failure = .unreadable(path, reason: systemMessage(errno)) }
                guard count > 0 else { return }
                filled += count
            }
        }
        if let failure { throw failure }
        guard bytes.count == size else { throw .changed(path, size: size) }
        return bytes
    }

    private static func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
