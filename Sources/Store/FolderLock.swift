import Foundation

/// Does something while nobody else who asks so has the folder: one writer behind the other. Where there
/// are no locks, or somebody keeps his longer than is waited for, it is done all the same.
/// - Parameter patience: how long is waited, in seconds.
package func alone<Result>(
    in folder: String, patience: Double, _ body: () throws -> Result
) rethrows -> Result {
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if lock >= 0 { close(lock) } }
    let end = Date(timeIntervalSinceNow: patience)
    while lock >= 0, flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK, Date() < end {
        usleep(20_000)
    }
    return try body()
}
