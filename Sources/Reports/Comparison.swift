import Foundation
import Store
import Vocabulary

/// Two tables of runs held against each other, cell by cell.
package struct Comparison {
    /// Cells at the same place.
    private typealias Pair = (place: String, first: RunsTable.Run, second: RunsTable.Run)

    private let first: RunsTable
    private let second: RunsTable
    private let names: (first: String, second: String)
    /// The axes that both have, by which cells are matched.
    private let axes: [String]
    private var pairs: [Pair] = []
    private var alone: (first: Int, second: Int) = (0, 0)
    /// The cells of one table at a place that it has already.
    private var repeated = 0

    /// What differs between any two runs.
    private static let timings = ["wall_time_s", "cpu_time_s", Quantity.wallTimePerUpdate.name]
    /// How many cells that differ are listed.
    private static let listed = 10

    /// Matches the cells of two tables by their places on the axes. An axis that one table alone has
    /// tells nothing there, as long as it has one value.
    package init(_ first: RunsTable, _ second: RunsTable, names: (first: String, second: String)) {
        self.first = first
        self.second = second
        self.names = names
        let common = first.axes.filter(second.axes.contains)
        axes = common
        guard unmatched.isEmpty else { return }
        func byPlace(_ table: RunsTable) -> [[String]: RunsTable.Run] {
            Dictionary(table.runs.map { run in (common.map { run.place[$0] ?? "" }, run) }) {
                first, _ in first
            }
        }
        let (left, right) = (byPlace(first), byPlace(second))
        repeated = first.runs.count - left.count + second.runs.count - right.count
        var seen: Set<[String]> = []
        for run in first.runs {
            let key = common.map { run.place[$0] ?? "" }
            guard seen.insert(key).inserted, let other = right[key] else { continue }
            pairs.append(
                (zip(common, key).map { "\($0)=\($1)" }.joined(separator: " "), run, other))
        }
        alone = (left.count - pairs.count, right.count - pairs.count)
    }

    /// How many cells are in both tables.
    package var matchCount: Int { pairs.count }

    /// The axes of one table alone that have several values there, so that cells have no partners.
    private var unmatched: [String] {
        [(first, names.first), (second, names.second)].flatMap { table, name in
            table.axes.filter { axis in
                !axes.contains(axis) && Set(table.runs.map { $0.place[axis] }).count > 1
            }.map { "\($0) is an axis of \(name) alone" }
        }
    }

    /// The page: which cells are equal text for text, which differ, and by how much.
    package var text: String {
        var lines = [
            "A: \(describe(first, names.first))", "B: \(describe(second, names.second))", "",
        ]
        guard matchCount > 0 else {
            let reason =
                unmatched.isEmpty
                ? "they have no place in common" : unmatched.joined(separator: "; ")
            return (lines + ["No cells can be compared: \(reason)."]).joined(separator: "\n")
        }
        let quantities = quantities.filter { !Self.timings.contains($0) }
        let unequal = pairs.filter { !differing(in: $0, quantities).isEmpty }
        lines += wrapped(
            "Cells: \(pairs.count) at the same place, \(alone.first) only in A, "
                + "\(alone.second) only in B. Equal in all but time: "
                + "\(pairs.count - unequal.count) of \(pairs.count)."
                + (repeated > 0 ? " Left out: \(repeated) at a place given before." : ""))
        lines += statusLines + [""] + table(quantities).lines
        let timed = self.quantities.filter(Self.timings.contains)
        if !timed.isEmpty {
            lines += ["", "Time, which differs from run to run:", ""] + table(timed).lines
        }
        if !unequal.isEmpty {
            lines += ["", "Cells that differ:"]
            for pair in unequal.prefix(Self.listed) {
                let names = differing(in: pair, quantities)
                let values = names.prefix(4).map {
                    "\($0) \(pair.first.values[$0] ?? "-") -> \(pair.second.values[$0] ?? "-")"
                }
                let more = names.count > 4 ? ", and \(names.count - 4) more" : ""
                lines.append("  \(pair.place): \(values.joined(separator: ", "))\(more)")
            }
            if unequal.count > Self.listed {
                lines.append("  and \(unequal.count - Self.listed) more")
            }
        }
        return lines.map { $0.oneLine(limit: 400) }.joined(separator: "\n")
    }

    /// The quantities of either table, those of the first first.
    private var quantities: [String] {
        first.quantities + second.quantities.filter { !first.quantities.contains($0) }
    }

    private func describe(_ table: RunsTable, _ name: String) -> String {
        let commits = Set(table.runs.compactMap { $0.values["git_commit"]?.prefix(10) }).sorted()
        return "\(name), \(table.runs.count) cells"
            + (commits.isEmpty ? "" : ", commit \(commits.joined(separator: ", "))")
    }

    /// How many cells went from one status to another.
    private var statusLines: [String] {
        var changes: [String: Int] = [:]
        for pair in pairs where pair.first.status != pair.second.status {
            changes["\(pair.first.status) in A, \(pair.second.status) in B", default: 0] += 1
        }
        return changes.sorted { $0.key < $1.key }.map { "  \($0.value) cells: \($0.key)" }
    }

    private func differing(in pair: Pair, _ quantities: [String]) -> [String] {
        let names = quantities.filter {
            !isEqual(pair.first.values[$0], pair.second.values[$0])
        }
        return pair.first.status == pair.second.status ? names : ["status"] + names
    }

    /// Whether two entries are one text, or texts of one number.
    private func isEqual(_ first: String?, _ second: String?) -> Bool {
        if first == second { return true }
        guard let first = first.flatMap(Double.init), let second = second.flatMap(Double.init)
        else {
            return false
        }
        return first.bitPattern == second.bitPattern
    }

    private func table(_ quantities: [String]) -> TextTable {
        var table = PageTable(
            header: ["", "equal", "differ", "only A", "only B", "mean A", "mean B", "B - A"])
        for name in quantities {
            var counts = (equal: 0, differ: 0, first: 0, second: 0)
            var values: [(first: Double, second: Double)] = []
            for pair in pairs {
                switch (pair.first.values[name], pair.second.values[name]) {
                case (nil, nil): break
                case (_?, nil): counts.first += 1
                case (nil, _?): counts.second += 1
                case (let first?, let second?):
                    if isEqual(first, second) { counts.equal += 1 } else { counts.differ += 1 }
                    values.append((Double(first) ?? .nan, Double(second) ?? .nan))
                }
            }
            let difference = Summary(values.map { $0.second - $0.first })
            let spread = difference.count > 1 ? " ± \(short(difference.standardDeviation))" : ""
            table.add(
                [
                    name, "\(counts.equal)", "\(counts.differ)", "\(counts.first)",
                    "\(counts.second)", short(Summary(values.map(\.first)).mean),
                    short(Summary(values.map(\.second)).mean), short(difference.mean) + spread,
                ])
        }
        return TextTable(table)
    }

    /// A number with five digits.
    private func short(_ value: Double) -> String {
        value.isNaN ? "-" : String(format: "%.5g", value)
    }
}
