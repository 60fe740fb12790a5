import Foundation

/// Files from elsewhere, read as bytes: only what is a file, and only so much of it.
package enum RegularFile {
    /// The most bytes that are read or written as one file.
    static let limit = 1 << 31

    /// Reads a whole file. Pipes, sockets, devices and folders are not waited for.
    /// - Parameter limit: the most bytes that it may have.
    /// - Throws: `StoreError`.
    package static func read(
        _ path: String, limit: Int = limit
    ) throws(StoreError) -> [UInt8] {
        let descriptor = uninterrupted { open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) }
        guard descriptor >= 0 else { throw openingError(path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw systemError("read", path) }
        if let kind = otherKind(information.st_mode) { throw .notAFile(path: path, kind) }
        guard information.st_size <= limit else { throw .tooLarge(path: path, limit: limit) }
        return try read(descriptor, count: Int(information.st_size), path)
    }

    /// Reads the first `count` bytes: a file that grows meanwhile is read as it was at first.
    private static func read(
        _ descriptor: Int32, count: Int, _ path: String
    ) throws(StoreError) -> [UInt8] {
        var failure: StoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let place = buffer.baseAddress.map { $0 + filled }
                let read = uninterrupted { Foundation.read(descriptor, place, count - filled) }
                if read < 0 { failure = systemError("read", path) }
                guard read > 0 else { return }
                filled += read
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func openingError(_ path: String) -> StoreError {
        let code = errno
        var information = stat()
        if code == ENXIO, stat(path, &information) == 0,
            let kind = otherKind(information.st_mode)
        {
            return .notAFile(path: path, kind)
        }
        if code == ENOENT || code == ENOTDIR { return .missing(path: path) }
        if code == EACCES || code == EPERM { return .forbidden(path: path) }
        return .system(operation: "open", path: path, code: code)
    }

    /// What has a file's name; nil for a file.
    private static func otherKind(_ mode: mode_t) -> StoreError.FileKind? {
        let kinds: [mode_t: StoreError.FileKind] = [
            S_IFDIR: .folder, S_IFIFO: .pipe, S_IFSOCK: .socket, S_IFCHR: .device, S_IFBLK: .device,
        ]
        let kind = mode & S_IFMT
        return kind == S_IFREG ? nil : kinds[kind] ?? .other
    }
}
