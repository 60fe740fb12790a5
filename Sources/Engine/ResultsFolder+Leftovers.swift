import Foundation
import Store

extension ResultsFolder {
    /// Removes what killed runs have left behind: temporary files that nobody writes any more, and
    /// the checkpoints and logs of cells that were finished a moment before.
    func removeLeftovers() {
        let pages = ["."] + names(in: "overridden").map { "overridden/\($0)" }
        let parts = ["", "/figures", "/partial", "/partial/figures"]
        let folders =
            ["cells", "checkpoints", "logs"] + pages.flatMap { page in parts.map { page + $0 } }
        for folder in folders { Leftovers.sweep(in: file(folder)) }
        CellClaim.sweep(in: self)
        for leftover in prunable(besides: nil) {
            switch leftover.reason {
            case .checkpoint, .log: unlink(file(leftover.name))
            case .setAside, .unplanned: continue
            }
        }
    }
}
