import Foundation

/// The package's own files.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A Swift file by its path from the root.
    struct File {
        let path: String
        let lines: [Substring]
    }

    /// The Swift files under a folder, at any depth; those behind symbolic links to folders are
    /// left out. Empty when there is no such folder.
    static func swiftFiles(under folder: String) throws -> [File] {
        let url = root.appending(path: folder)
        let keys: [URLResourceKey] = [.isDirectoryKey, .isSymbolicLinkKey]
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(
            at: url, includingPropertiesForKeys: keys
        ).sorted { $0.path < $1.path }.flatMap { entry in
            let path = folder + "/" + entry.lastPathComponent
            let values = try entry.resourceValues(forKeys: Set(keys))
            if values.isSymbolicLink == true { return [File]() }
            if values.isDirectory == true { return try swiftFiles(under: path) }
            return path.hasSuffix(".swift") ? [File(path: path, lines: try lines(of: path))] : []
        }
    }

    /// The lines of a file, blank ones too.
    static func lines(of path: String) throws -> [Substring] {
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.last?.isEmpty == true ? lines.dropLast() : lines
    }

    /// The lines `name: words` of a table in this folder, without its comments.
    static func table(_ name: String) throws -> [(name: String, words: Substring)] {
        try lines(of: "Tests/ArchitectureTests/" + name)
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
            .map { line in
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                return (String(line[..<colon]), line[colon...].dropFirst())
            }
    }
}
