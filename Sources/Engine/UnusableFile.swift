import Foundation
import Store

/// A reason that the file of a cell is there and cannot be used.
package enum UnusableFile: Error, Hashable, Sendable {
    /// A file of this program, as far as can be told, that was cut short or changed since.
    case damaged(StoreError)
    /// A sound file that this program does not read: another program's, or a newer version's.
    case foreign(StoreError)
    /// Something in the place of the file that is none.
    case notAFile(path: String, kind: String)
    /// The system does not let the file be opened.
    case closed(path: String, reason: String)
    /// The file holds another configuration: a collision or an edited file.
    case otherConfiguration(path: String, differences: [String])

    /// Whether the file may be set aside and its cell run again. What is not damaged belongs to
    /// somebody and is never touched.
    package var isDamage: Bool {
        switch self {
        case .damaged: true
        case .foreign, .notAFile, .closed, .otherConfiguration: false
        }
    }

    /// The reason that reading a file failed; nil when there is no file.
    package init?(_ error: StoreError) {
        switch error {
        case .system(_, let path, let code):
            self = .closed(path: path, reason: String(cString: strerror(code)))
        case .forbidden(let path):
            self = .closed(path: path, reason: String(cString: strerror(EACCES)))
        case .digestDiffers(let path) where Self.isLocked(path),
            .cutShort(let path, _, _) where Self.isLocked(path):
            self = .closed(path: path, reason: "another program is writing to it")
        case _ where error.fault == .missing: return nil
        case _: self = error.fault == .damaged ? .damaged(error) : .foreign(error)
        }
    }

    /// Whether a program holds a file so that nobody else may read it, as HDF5 does while it writes.
    private static func isLocked(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Looks at the place of a file without opening it, since opening a pipe waits for a writer.
    /// - Throws: `notAFile`, `closed`.
    /// - Returns: whether there is a file.
    static func check(_ path: String) throws(UnusableFile) -> Bool {
        var information = stat()
        guard lstat(path, &information) == 0 else {
            if errno == ENOENT { return false }
            throw .closed(path: path, reason: systemReason())
        }
        if information.st_mode & S_IFMT == S_IFLNK, stat(path, &information) != 0 {
            if errno == ENOENT { throw .notAFile(path: path, kind: "a link to nothing") }
            throw .closed(path: path, reason: systemReason())
        }
        let kind = information.st_mode & S_IFMT
        guard kind == S_IFREG else {
            let kinds = [S_IFDIR: "a folder", S_IFIFO: "a pipe", S_IFSOCK: "a socket"]
            throw .notAFile(path: path, kind: kinds[kind] ?? "a device")
        }
        // The permission bits count even for the superuser, whom the system would let through.
        guard information.st_mode & 0o444 != 0 else {
            throw .closed(path: path, reason: String(cString: strerror(EACCES)))
        }
        return true
    }
}

/// The text of the last failed call of the system.
func systemReason() -> String { String(cString: strerror(errno)) }

extension UnusableFile: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged(let error): "\(error)"
        case .foreign(let error): "\(error); to run its cell, move it elsewhere"
        case .notAFile(let path, let kind):
            "\(path) is \(kind), where a cell's file should be: move it elsewhere to run the cell"
        case .closed(let path, let reason):
            "\(path) cannot be opened: \(reason)"
        case .otherConfiguration(let path, let differences):
            "\(path) holds another configuration (\(differences.joined(separator: "; "))): move it "
                + "elsewhere to run this one"
        }
    }
}
