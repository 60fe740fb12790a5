import Foundation

/// What a path leads to.
package enum FileKind: Hashable, Sendable {
    case file, folder, pipe, socket, device

    /// The kind that a file's mode says.
    init(_ mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .device
            }
    }
}
