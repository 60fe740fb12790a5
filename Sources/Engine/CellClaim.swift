import Foundation
import Processes
import Synchronization

/// The right to run one cell of a folder that other runs, on this machine or others, share.
///
/// A claim is a file, `locks/<identity>.lock`, that names its holder. Its holder has a lock on it
/// that ends with the last process that has the file open, the cell's own included, and touches it
/// every few seconds: locks do not reach other machines on every file system. A claim of this
/// machine is free as soon as its holder is gone, that of another when it has not been touched for
/// a minute by the file server's clock.
package final class CellClaim: Sendable {
    /// The seconds for which a claim of another machine stands untouched.
    static let patience = 60.0

    /// The open file, which the cell's process inherits.
    package let descriptor: Int32
    /// Whether the file system has locks; without them a dead run's claims are free only later.
    package let isLocked: Bool
    private let path: String
    private let isHeld = Mutex(true)

    private init(_ descriptor: Int32, isLocked: Bool, path: String) {
        self.descriptor = descriptor
        self.isLocked = isLocked
        self.path = path
        Heartbeat.shared.add(descriptor)
    }

    deinit { release() }

    /// Claims a cell.
    /// - Returns: nil when another run has it.
    /// - Throws: `EngineError.notClaimed` when there can be no lock file, `noLock` when something else
    ///   is in its place.
    package static func take(
        _ identity: String, in folder: ResultsFolder
    ) throws(EngineError) -> CellClaim? {
        try take(identity, in: folder, machine: .current, lock: lockFile)
    }

    static func take(
        _ identity: String, in folder: ResultsFolder, machine: Machine,
        lock: @escaping (Int32) -> LockResult
    ) throws(EngineError) -> CellClaim? {
        let locks = folder.file("locks")
        let file = ClaimFile(path: "\(locks)/\(identity).lock", machine: machine, lock: lock)
        // A claim may be released or taken over between two looks at it, but not for ever.
        for _ in 0..<20 {
            switch file.attempt() {
            case .taken(let descriptor, let isLocked):
                return CellClaim(descriptor, isLocked: isLocked, path: file.path)
            case .held: return nil
            case .again: continue
            case .failed(ENOENT) where mkdir(locks, 0o777) == 0 || errno == EEXIST: continue
            case .inTheWay(let error):
                throw .noLock(file.path, reason: systemMessage(error))
            case .failed(let error):
                throw .notClaimed(file.path, reason: systemMessage(error))
            }
        }
        return nil
    }

    /// Gives the cell back and removes the lock file.
    package func release() {
        let wasHeld = isHeld.withLock { isHeld in
            defer { isHeld = false }
            return isHeld
        }
        guard wasHeld else { return }
        if isNamed(descriptor, path) { unlink(path) }
        Heartbeat.shared.close(descriptor)
    }

    /// Removes the lock files of runs that are gone.
    static func sweep(in folder: ResultsFolder) {
        for name in folder.names(in: "locks") {
            if name.hasSuffix(".lock") {
                (try? take(String(name.dropLast(5)), in: folder))?.release()
            } else if ClaimFile.isPassing(name) {
                unlink(folder.file("locks/\(name)"))
            }
        }
    }
}

/// What came of locking a file.
enum LockResult { case locked, busy, unsupported }

/// Locks an open file for all that have it open.
private func lockFile(_ descriptor: Int32) -> LockResult {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        if errno == EWOULDBLOCK { return .busy }
        if errno != EINTR { return .unsupported }
    }
    return .locked
}

/// Whether `path` is still the name of the open file.
func isNamed(_ descriptor: Int32, _ path: String) -> Bool {
    var (open, named) = (stat(), stat())
    return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0
        && open.st_dev == named.st_dev && open.st_ino == named.st_ino
}

/// Touches the files of this process's claims.
private final class Heartbeat: Sendable {
    static let shared = Heartbeat()
    private let descriptors = Mutex<(open: Set<Int32>, isBeating: Bool)>(([], false))

    func add(_ descriptor: Int32) {
        let begins = descriptors.withLock { state in
            defer { state.isBeating = true }
            state.open.insert(descriptor)
            return !state.isBeating
        }
        guard begins else { return }
        Thread {
            while true {
                sleep(10)
                self.descriptors.withLock { state in
                    for descriptor in state.open { futimens(descriptor, nil) }
                }
            }
        }.start()
    }

    /// Closes a file, which is not touched from then on.
    func close(_ descriptor: Int32) {
        descriptors.withLock { state in
            state.open.remove(descriptor)
            _ = Foundation.close(descriptor)
        }
    }
}
