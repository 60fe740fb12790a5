import Foundation
import Store

/// A reason that the file of a cell is there and cannot be used.
package enum UnusableFile: Error, Hashable, Sendable {
    /// A file of this program, as far as can be told, that was cut short or changed since.
    case damaged(StoreError)
    /// A file that may be sound but is not read: another program's, a newer version's, one that
    /// may not be opened, or no file at all.
    case unread(StoreError)
    case linkToNothing(path: String)
    /// Another program has the file locked.
    case beingWritten(path: String)
    /// The file holds another configuration: a collision or an edited file.
    case otherConfiguration(path: String, differences: [String])

    /// Whether the file may be set aside and its cell run again. What is not damaged belongs to
    /// somebody and is never touched.
    package var isDamage: Bool {
        switch self {
        case .damaged: true
        case .unread, .linkToNothing, .beingWritten, .otherConfiguration: false
        }
    }

    /// The reason that the file at `path` could not be read; nil when there is none.
    init?(_ error: StoreError, at path: String) {
        switch error.fault {
        case .missing: return nil
        case .damaged: self = Self.isLocked(path) ? .beingWritten(path: path) : .damaged(error)
        case .foreign, .newer, .forbidden, .environment: self = .unread(error)
        }
    }

    /// Looks at the place of a file without opening it.
    /// - Throws: `linkToNothing`, `unread`.
    /// - Returns: whether there is a file.
    static func check(_ path: String) throws(UnusableFile) -> Bool {
        var information = stat()
        guard lstat(path, &information) == 0 else { return false }
        if information.st_mode & S_IFMT == S_IFLNK, stat(path, &information) != 0 {
            guard errno == ENOENT else {
                throw .unread(.system(operation: "open", path: path, code: errno))
            }
            throw .linkToNothing(path: path)
        }
        // The permission bits count even for the superuser, whom the system would let through.
        guard information.st_mode & 0o444 != 0 else { throw .unread(.forbidden(path: path)) }
        return true
    }

    /// Whether a program holds a file so that nobody else may read it, as HDF5 does while it writes.
    private static func isLocked(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}

extension UnusableFile: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged(let error): "\(error)"
        case .unread(let error): "\(error); to run its cell, move it elsewhere"
        case .linkToNothing(let path):
            "\(path): a link to nothing; to run its cell, move it elsewhere"
        case .beingWritten(let path): "\(path): another program is writing to it"
        case .otherConfiguration(let path, let differences):
            "\(path) holds another configuration (\(differences.joined(separator: "; "))): move it "
                + "elsewhere to run this one"
        }
    }
}
