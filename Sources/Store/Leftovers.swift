import Foundation

/// Temporary files of writers that were killed.
package enum Leftovers {
    /// A name for a temporary file: short, and shared by no other writer on any host.
    static func randomName() -> String {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 36)
        return mark + String(repeating: "0", count: nameLength - digits.count) + digits
    }

    private static let mark = ".tmp-"
    private static let nameLength = 13

    /// Removes the temporaries in `folder` that nobody writes any more.
    ///
    /// A writer holds a lock on its file. Earlier versions, and Foundation, did not: their
    /// temporaries go when they have not changed for an hour.
    /// - Returns: the names removed.
    @discardableResult
    package static func sweep(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            let path = folder + "/" + name
            if isOurs(name) { return removeUnlocked(path, unchangedFor: 0) }
            return isOlder(name) && removeUnlocked(path, unchangedFor: 3600)
        }
    }

    private static func isOurs(_ name: String) -> Bool {
        name.hasPrefix(mark) && name.utf8.count == mark.utf8.count + nameLength
    }

    /// Whether a name is that of an earlier version's temporary, `x.h5.tmp-<host>-<process>`, or of
    /// Foundation's, `.dat.nosync…`.
    private static func isOlder(_ name: String) -> Bool {
        // Nearly all names are those of cells, and a pattern takes its time.
        !name.hasSuffix(".h5")
            && (name.hasPrefix(".dat.nosync") || name.contains(/\.h5\.tmp-.+-[0-9]+$/))
    }

    /// Removes a regular file that nobody holds a lock on.
    private static func removeUnlocked(_ path: String, unchangedFor seconds: Int) -> Bool {
        let descriptor = uninterrupted {
            open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        }
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            time(nil) - information.st_mtim.tv_sec >= seconds,
            uninterrupted({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0
        else { return false }
        return unlink(path) == 0
    }
}
