import Foundation

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// The folder that a path lies in: `.` for a name alone, `/` at the top.
///
/// Foundation's own traps on a relative path whose first part is one letter (Swift 6.3.1 on Linux).
package func parentFolder(of path: String) -> String {
    var path = Substring(path)
    while path.count > 1 && path.last == "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func systemError(_ operation: String, _ path: String) -> StoreError {
    .system(operation: operation, path: path, reason: String(cString: strerror(errno)))
}

extension HDF5File {
    /// Writes a file that is either there whole or not at all.
    ///
    /// The file is built beside its place, closed, read back and compared, brought to the disk and
    /// only then renamed. Whatever fails, the target is as it was and nothing is left behind.
    /// - Throws: `StoreError`.
    package static func write(_ root: Group, to path: String) throws(StoreError) {
        let temporary = Leftovers.temporaryPath(for: path)
        do throws(StoreError) {
            try writeVerified(root, to: temporary)
            try synchronize(temporary)
            guard rename(temporary, path) == 0 else { throw systemError("rename to", path) }
            try synchronize(parentFolder(of: path))
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private static func writeVerified(_ root: Group, to path: String) throws(StoreError) {
        // HDF5 reports a folder that cannot be written to in many words; the system in few.
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw systemError("create", path) }
        close(descriptor)
        do { try writeDirectly(root, to: path) } catch { throw .writing(error) }
        let written = try read(path)
        guard written.attributes == root.attributes, written.groups == root.groups,
            written.datasets == root.datasets
        else { throw .notVerified(path: path) }
    }

    /// Brings a file or a folder to the disk.
    private static func synchronize(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw systemError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw systemError("bring to the disk", path) }
    }
}

/// Temporary files of writers that were killed.
package enum Leftovers {
    /// The path of a temporary file, `results.h5.tmp-<host>-<process>`, in the same folder so that
    /// renaming is atomic.
    static func temporaryPath(for path: String) -> String {
        "\(path).tmp-\(hostName)-\(getpid())"
    }

    private static var hostName: String {
        String(ProcessInfo.processInfo.hostName.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// Removes the temporaries in `folder` whose process ran on this machine and is gone.
    /// - Returns: the names removed.
    @discardableResult
    package static func sweep(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            guard let mark = name.range(of: ".tmp-\(hostName)-", options: .backwards),
                let process = Int32(name[mark.upperBound...]),
                kill(process, 0) != 0 && errno == ESRCH
            else { return false }
            return unlink((folder as NSString).appendingPathComponent(name)) == 0
        }
    }
}
