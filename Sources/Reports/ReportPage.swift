import Store
import Sweeps

/// The experiment's page with the results filled in, as plain text.
struct ReportPage {
    let plan: Plan
    let results: SweepResults
    /// What became of each figure, by its file name: nil when it was drawn, else why not.
    let figures: [(name: String, fault: String?)]

    var text: String {
        var paragraphs = [title]
        paragraphs += plan.experiment.notes.map { wrapped($0) }
        paragraphs.append(settings)
        paragraphs.append(cells)
        for item in plan.experiment.report {
            switch item {
            case .note(let note): paragraphs.append(wrapped(note))
            case .table(let table): paragraphs += lines(of: table)
            case .curve(let curve): paragraphs.append(lines(of: curve))
            case .claim(let claim): paragraphs.append(ClaimText(claim, results).lines)
            }
        }
        return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(
            separator: "\n\n") + "\n"
    }

    private var title: [String] {
        let title = "\(plan.experiment.name), size \(plan.size.rawValue)"
        return [title, String(repeating: "=", count: title.count)]
    }

    /// What all cells share, as far as it is not the default.
    private var settings: [String] {
        let swept = plan.axes.map(\.setting)
        let shared = plan[0].configuration.changes.filter { !swept.contains($0.setting) }
        return wrapped("Settings: " + shared.map(\.description).joined(separator: ", ") + ".")
    }

    /// How many cells there are, where from, and which are missing.
    private var cells: [String] {
        let all = Array(0..<results.cellCount)
        let counts = CellStatus.allCases.compactMap { status -> String? in
            let count = all.count { results.status(of: $0) == status }
            return count > 0 ? "\(count) \(status.name)" : nil
        }
        var lines = ["Cells: \(all.count), \(counts.joined(separator: ", ")). Commit: \(commits)."]
        for cell in all {
            let status = results.status(of: cell)
            guard status == .failed || status == .diverged else { continue }
            let place = zip(results.axes, results.place(of: cell)).map { "\($0.setting)=\($1)" }
            lines.append(
                "  \(status.name): \(place.joined(separator: " ")): "
                    + results.text("failure", of: cell))
        }
        return lines
    }

    private var commits: String {
        let commits = (results.record.attributes.text("git_commits") ?? "").split(separator: " ")
        return commits.isEmpty ? "none" : commits.map { $0.prefix(10) }.joined(separator: ", ")
    }

    private func lines(of curve: Curve) -> [String] {
        figures.filter { $0.name.hasPrefix(curve.measure.variable) }.map { figure in
            figure.fault.map { "Figure: \(figure.name) is not drawn: \($0)." }
                ?? "Figure: figures/\(figure.name)"
        }
    }

    /// One table for every stratum of the axes that it does not show.
    private func lines(of table: Table) -> [[String]] {
        results.strata(besides: [table.rows, table.columns]).map { stratum in
            lines(of: table, in: stratum)
        }
    }

    private func lines(of table: Table, in stratum: SweepResults.Place) -> [String] {
        let measure = table.measure
        let columns = results.values(of: table.columns)
        let published = table.published?.columns ?? []
        var text = TextTable(
            header: [table.rows] + columns.map { heading(table.columns, $0) }
                + published.map(\.heading))
        for row in results.values(of: table.rows) {
            let ours = columns.map { column in
                let place = stratum.merging([table.rows: row, table.columns: column]) { $1 }
                return entry(of: measure, in: results.cells(at: place))
            }
            let theirs = published.map { column in
                if case .integer(let row) = row { column.figures[row] ?? "-" } else { "-" }
            }
            text.rows.append([row.description] + ours + theirs)
        }
        let place = stratum.isEmpty ? "" : " at " + description(of: stratum)
        var lines = [
            "\(measure.label.prefix(1).uppercased())\(measure.label.dropFirst()) "
                + "(\(measure.units))\(place): mean ± standard deviation over seeds (n)", "",
        ]
        lines += text.lines
        if let source = table.published {
            lines.append("")
            lines += wrapped("paper: \(source.citation). Mind: \(source.caution).")
        }
        return lines
    }

    /// `5.5 ± 0.7 (2)`, and how many of the cells diverged, whose last value then counts.
    private func entry(of measure: Measure, in cells: [Int]) -> String {
        let summary = Summary(cells.map { results.final(measure.variable, of: $0) })
        guard summary.count > 0 else { return "-" }
        let diverged = cells.count { results.status(of: $0) == .diverged }
        let spread =
            summary.count > 1 ? " ± \(fixed(summary.standardDeviation, measure.digits))" : ""
        return fixed(summary.mean, measure.digits) + spread + " (\(summary.count)"
            + (diverged > 0 ? ", \(diverged) diverged)" : ")")
    }
}

/// A place as the command line spells it.
func description(of place: SweepResults.Place) -> String {
    place.keys.sorted().map { "\($0)=\(place[$0]?.description ?? "")" }.joined(separator: ", ")
}
