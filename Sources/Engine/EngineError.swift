/// A reason that a sweep cannot be run or read.
package enum EngineError: Error, Hashable, Sendable {
    case notAFolder(String)
    case readOnly(String)
    /// A link on the way to the results leads to nothing.
    case linkToNothing(String)
    /// A folder on the way to the results cannot be looked into.
    case unreachable(String, reason: String)
    /// A damaged file could not be moved out of the way.
    case notSetAside(String, reason: String)
    /// The lock file of a cell can neither be made nor read.
    case notClaimed(String, reason: String)
    /// Something else than a lock file has the name of one.
    case noLock(String, reason: String)
    /// Another run has the cell, whose lock file this is.
    case claimed(String)

    /// Whether other results would do, rather than another state of the machine.
    package var isBadInput: Bool {
        switch self {
        case .notAFolder, .readOnly, .linkToNothing, .unreachable: true
        case .notSetAside, .notClaimed, .noLock, .claimed: false
        }
    }
}

extension EngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAFolder(let path):
            "results folder '\(path)' is not a folder: name another with --results"
        case .linkToNothing(let path):
            "'\(path)' is a link to nothing: make what it leads to, or name another results folder "
                + "with --results"
        case .unreachable(let path, let reason):
            "results folder '\(path)' cannot be read: \(reason)"
        case .readOnly(let path):
            "results folder '\(path)' is read-only: make it writable or name another with --results"
        case .notClaimed(let path, let reason): "cannot lock a cell with '\(path)': \(reason)"
        case .noLock(let path, let reason):
            "'\(path)' is in the place of a cell's lock file (\(reason)): move it elsewhere"
        case .claimed(let path):
            "another run is at the cell (it holds '\(path)'): wait for its result"
        case .notSetAside(let path, let reason): "cannot set '\(path)' aside: \(reason)"
        }
    }
}
