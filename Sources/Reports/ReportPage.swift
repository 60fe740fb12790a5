import Store
import Sweeps
import Vocabulary

/// The experiment's page with the results filled in, as plain text.
struct ReportPage {
    let plan: Plan
    let results: SweepResults
    /// The figures by file name, each with the reason that it was not drawn; nil when it was.
    let figures: [(name: String, fault: String?)]

    var text: String {
        var paragraphs = [title]
        paragraphs += plan.experiment.notes.map { wrapped($0) }
        paragraphs.append(settings)
        paragraphs.append(cells)
        for item in plan.experiment.report {
            switch item {
            case .note(let note): paragraphs.append(wrapped(note))
            case .table(let table): paragraphs += TableText(table, results).paragraphs
            case .overview(let overview):
                paragraphs += OverviewText(overview, results).paragraphs
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

    /// The settings that all cells share and that are not at their defaults.
    private var settings: [String] {
        let besides = plan.conditions.filter { !$0.assignments.isEmpty }
            .map { "; with \($0.axis): " + list($0.assignments) }
        return wrapped("Settings: " + list(plan.shared) + besides.joined() + ".")
    }

    private func list(_ assignments: [Assignment]) -> String {
        assignments.map(\.description).joined(separator: ", ")
    }

    /// The number and the origin of the cells, and those that are missing.
    private var cells: [String] {
        let all = results.distinctCells
        let counts = CellStatus.allCases.compactMap { status -> String? in
            let count = all.count { results.status(of: $0) == status }
            return count > 0 ? "\(count) \(status.name)" : nil
        }
        // Places on the axes whose settings are read alike share a cell.
        let places = results.cellCount > all.count ? " (at \(results.cellCount) places)" : ""
        var lines = [
            "Cells: \(all.count)\(places), \(counts.joined(separator: ", ")). Commit: \(commits)."
        ]
        for cell in all {
            let status = results.status(of: cell)
            switch status {
            case .complete, .pending: continue
            case .failed, .diverged, .unusable: break
            }
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
        figures.filter { $0.name.hasPrefix(curve.quantity.name) }.map { figure in
            figure.fault.map { "Figure: \(figure.name) is not drawn: \($0)." }
                ?? "Figure: figures/\(figure.name)"
        }
    }
}

/// A place as the command line spells it.
func description(of place: SweepResults.Place) -> String {
    place.keys.sorted { $0.word < $1.word }
        .map { "\($0)=\(place[$0]?.description ?? "")" }.joined(separator: ", ")
}
