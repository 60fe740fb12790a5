import Foundation

extension ResultsFolder {
    /// How long another writer of a page is waited for, in seconds; a large page takes a quarter of it.
    private static let patience = 60.0

    /// Does something while nobody else writes pages of the folder: of two that read the cells so far at
    /// one time, the one that saw fewer would else have the last word. Where there are no locks, or
    /// somebody keeps his too long, it is done all the same.
    package func writingPage<Result>(_ body: () throws -> Result) rethrows -> Result {
        let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if lock >= 0 { close(lock) } }
        let end = Date(timeIntervalSinceNow: Self.patience)
        while lock >= 0, flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK, Date() < end {
            usleep(20_000)
        }
        return try body()
    }
}
