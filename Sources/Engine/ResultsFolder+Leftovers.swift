import Foundation
import Store

extension ResultsFolder {
    /// Removes what killed runs have left behind: temporary files that nobody writes any more, and
    /// the checkpoints and logs of cells that were finished a moment before.
    func removeLeftovers() {
        let pages = ["."] + names(in: "overridden").map { "overridden/\($0)" }
        let parts = ["", "/partial"].flatMap { page in
            ["", "/figures", "/figures/png"].map { page + $0 }
        }
        // The indexes of all pages lie above.
        let folders =
            ["cells", "checkpoints", "logs", "..", "../.."]
            + pages.flatMap { page in parts.map { page + $0 } }
        for folder in folders { Leftovers.sweep(in: file(folder)) }
        CellClaim.sweep(in: self)
        for leftover in prunable(besides: nil) {
            switch leftover.reason {
            case .checkpoint, .log:
                // A later one is of a finished cell that is run again.
                let cell = "cells/" + (leftover.name as NSString).lastPathComponent
                if !isLater(leftover.name, than: cell) { unlink(file(leftover.name)) }
            case .setAside, .unplanned: continue
            }
        }
    }

    /// Whether a file has changed after another.
    private func isLater(_ name: String, than other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(file(name), &first) == 0, stat(file(other), &second) == 0 else { return false }
        let (one, two) = (first.st_mtim, second.st_mtim)
        return (one.tv_sec, one.tv_nsec) > (two.tv_sec, two.tv_nsec)
    }
}
