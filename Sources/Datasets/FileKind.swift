import Foundation

/// What a path leads to.
enum FileKind {
    case missing, file, folder

    init(_ path: String) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        self = !exists ? .missing : isFolder.boolValue ? .folder : .file
    }
}
