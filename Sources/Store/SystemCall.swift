import Foundation

/// Repeats a system call for as long as a signal interrupts it.
func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

/// The error of the system call that failed just now.
func systemError(_ operation: String, _ path: String) -> StoreError {
    .system(operation: operation, path: path, code: errno)
}

/// Brings a file or a folder to the disk, where its file system can do that.
///
/// Durability is more than some file systems offer; a write that they cannot make durable is still
/// written. A disk that fails or is full is another matter.
/// - Parameter call: the system's fsync, or what a test has in its place.
/// - Throws: `StoreError.system`.
func synchronize(
    _ descriptor: Int32, _ path: String, with call: (Int32) -> Int32 = fsync
) throws(StoreError) {
    guard uninterrupted({ call(descriptor) }) != 0, !notOffered.contains(errno) else { return }
    throw systemError("bring to the disk", path)
}

/// How file systems say that they cannot bring a file or folder to a disk.
private let notOffered = [EINVAL, ENOTSUP, ENOSYS, EROFS, EBADF, EISDIR, ENOTTY]

/// The folder that a path lies in: `.` for a name alone, `/` at the top.
///
/// Foundation's own traps on a relative path whose first part is one letter (Swift 6.3.1 on Linux).
package func parentFolder(of path: String) -> String {
    var path = Substring(path)
    while path.count > 1 && path.last == "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
