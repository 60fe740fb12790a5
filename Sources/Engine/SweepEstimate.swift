import Sweeps
import Vocabulary

/// The time and the room on the disk that cells will take, from what finished cells of the same
/// sweep took.
///
/// A cell takes the time of its siblings, scaled by its work in time steps: those that differ by the
/// seed alone, else those of the same method, else all.
package struct SweepEstimate {
    private struct Sum {
        var seconds = 0.0
        var work = 0.0
        var bytes = 0.0
        var count = 0.0
    }

    /// What siblings have in common, the closest first.
    private enum Kin: Hashable {
        case place([Assignment])
        case method(Method)
        case sweep
    }

    private var sums: [Kin: Sum] = [:]

    package init() {}

    private func kin(of cell: PlannedCell) -> [Kin] {
        [
            .place(cell.axes.filter { $0.setting != .seed }),
            .method(cell.configuration[.method]), .sweep,
        ]
    }

    /// Takes in a finished cell.
    package mutating func learn(from cell: PlannedCell, _ cost: CellCost) {
        for kin in kin(of: cell) {
            sums[kin, default: Sum()].seconds += cost.wallTime
            sums[kin, default: Sum()].work += Double(cell.work)
            sums[kin, default: Sum()].bytes += Double(cost.bytes)
            sums[kin, default: Sum()].count += 1
        }
    }

    /// What `cells` will take on these cores; nil when no cell is finished.
    package func total(
        of cells: [PlannedCell], on cores: CellCores
    ) -> (seconds: Double, bytes: Double)? {
        var (sum, longest, bytes) = (0.0, 0.0, 0.0)
        for cell in cells {
            guard let known = kin(of: cell).lazy.compactMap({ sums[$0] }).first else { return nil }
            let seconds = known.seconds / max(1, known.work) * Double(cell.work)
            sum += seconds * Double(cores.taken(by: cell))
            longest = max(longest, seconds)
            bytes += known.bytes / known.count
        }
        return (max(longest, sum / Double(max(1, cores.count))), bytes)
    }

    /// The time steps a second that are assumed where nothing has been measured.
    package static let assumedSpeed = 20_000.0

    /// Whether a cell has been finished.
    package var isMeasured: Bool { !sums.isEmpty }

    /// What a cell will take, in seconds, by an assumption if need be.
    package func seconds(of cell: PlannedCell) -> Double {
        total(of: [cell], on: CellCores(1))?.seconds ?? Double(cell.work) / Self.assumedSpeed
    }

    /// The estimate in words: `about 3:20 with 2 jobs, 12 MB`.
    package func text(for cells: [PlannedCell], on cores: CellCores) -> String {
        guard let total = total(of: cells, on: cores) else {
            return "no finished cell to estimate from"
        }
        let pace = cores.isAlone ? "one at a time" : "with \(cores.count) jobs"
        return "about \(clockTime(total.seconds)) \(pace), "
            + byteCount(total.bytes)
    }
}

/// A number of bytes in words: `26 kB`.
package func byteCount(_ bytes: Double) -> String {
    var (value, units) = (bytes, ["bytes", "kB", "MB", "GB", "TB"][...])
    while value >= 1000, units.count > 1 {
        value /= 1000
        units.removeFirst()
    }
    let digits =
        value < 10 && value != value.rounded()
        ? "\((value * 10).rounded() / 10)" : "\(Int(value.rounded()))"
    return "\(digits) \(units.first ?? "")"
}
