import Foundation

/// Files that are either there whole or not at all.
///
/// The bytes are written beside their place, brought to the disk and only then given their name.
/// Whatever fails, the target is as it was and nothing is left behind; a link in its place is
/// replaced, not followed.
package enum AtomicFile {
    /// Writes a text, in UTF-8.
    /// - Throws: `StoreError.system`.
    package static func write(_ text: String, to path: String) throws(StoreError) {
        try write(Array(text.utf8), to: path)
    }

    /// Writes bytes.
    /// - Throws: `StoreError.system`.
    package static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
        let folder = parentFolder(of: path)
        // Where locks do not reach other hosts, one of them may sweep the temporary file up.
        for _ in 0..<3 {
            let temporary = try TemporaryFile(in: folder, for: path)
            do throws(StoreError) {
                try temporary.append(bytes)
                try synchronize(temporary.descriptor, path)
                guard uninterrupted({ rename(temporary.path, path) }) != 0 else {
                    try synchronizeFolder(folder)
                    return
                }
                guard errno == ENOENT else { throw systemError("rename to", path) }
            } catch {
                unlink(temporary.path)
                throw error
            }
        }
        throw .system(operation: "rename to", path: path, code: ENOENT)
    }

    /// Makes the names in a folder durable; one that cannot be opened for reading has to do without.
    private static func synchronizeFolder(_ folder: String) throws(StoreError) {
        let descriptor = uninterrupted { open(folder, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        try synchronize(descriptor, folder)
    }
}

/// A file under a name of its own, locked for as long as it is written, so that sweepers on any host
/// know that it is in use.
struct TemporaryFile: ~Copyable {
    let path: String
    let descriptor: Int32
    /// The path that errors name.
    private let target: String

    /// Creates a file in `folder` that is to become `target`.
    init(in folder: String, for target: String) throws(StoreError) {
        while true {
            let path = folder + "/" + Leftovers.randomName()
            let descriptor = uninterrupted {
                open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o666)
            }
            guard descriptor >= 0 else {
                if errno == EEXIST { continue }
                throw systemError("create", target)
            }
            let lock = uninterrupted { flock(descriptor, LOCK_EX | LOCK_NB) }
            let isTaken = lock != 0 && errno == EWOULDBLOCK
            var information = stat()
            // A sweeper may have come between.
            if !isTaken, fstat(descriptor, &information) == 0, information.st_nlink > 0 {
                self.path = path
                self.target = target
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) throws(StoreError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                return uninterrupted { Foundation.write(descriptor, rest.baseAddress, rest.count) }
            }
            guard count >= 0 else { throw systemError("write", target) }
            written += count
        }
    }
}
