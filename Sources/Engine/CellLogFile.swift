import Foundation
import Store
import Sweeps

extension ResultsFolder {
    /// Keeps what a failed cell said, in a file of its own. Where that cannot be, its message must do.
    func keepLog(_ said: [UInt8], of cell: PlannedCell) {
        guard !said.isEmpty else { return removeLog(of: cell) }
        mkdir(file("logs"), 0o777)
        try? AtomicFile.write(said, to: log(cell))
    }

    func hasCheckpoint(of cell: PlannedCell) -> Bool {
        var information = stat()
        return stat(checkpoint(cell), &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    func removeLog(of cell: PlannedCell) { unlink(log(cell)) }
}
