import Store

/// A reason that a sweep cannot be run or read.
package enum EngineError: Error, Hashable, Sendable {
    case notAFolder(String)
    case readOnly(String)
    /// The file of a cell holds another configuration: a collision or an edited file.
    case otherConfiguration(path: String, differences: [String])
    /// The file of a cell is there and cannot be read.
    case unreadableCell(StoreError)
    /// The program of a cell cannot be started.
    case notStarted(command: String, reason: String)
}

extension EngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAFolder(let path):
            "results folder '\(path)' is not a folder: name another with --results"
        case .readOnly(let path):
            "results folder '\(path)' is read-only: make it writable or name another with --results"
        case .otherConfiguration(let path, let differences):
            "\(path) holds another configuration (\(differences.joined(separator: "; "))): "
                + "move it away to run this one"
        case .unreadableCell(let error): "\(error): delete the file to run its cell again"
        case .notStarted(let command, let reason): "cannot start '\(command)': \(reason)"
        }
    }
}
