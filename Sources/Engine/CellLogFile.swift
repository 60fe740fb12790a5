import Foundation
import Sweeps

extension ResultsFolder {
    /// Keeps what a failed cell said, in a file of its own. Where that cannot be, its message must do.
    func keepLog(_ said: [UInt8], of cell: PlannedCell) {
        guard !said.isEmpty else { return removeLog(of: cell) }
        mkdir(file("logs"), 0o777)
        try? Data(said).write(to: URL(filePath: log(cell)), options: .atomic)
    }

    func hasCheckpoint(of cell: PlannedCell) -> Bool { access(checkpoint(cell), F_OK) == 0 }

    func removeLog(of cell: PlannedCell) { unlink(log(cell)) }
}
