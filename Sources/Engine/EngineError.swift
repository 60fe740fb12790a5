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
        case .notSetAside(let path, let reason): "cannot set '\(path)' aside: \(reason)"
        }
    }
}
