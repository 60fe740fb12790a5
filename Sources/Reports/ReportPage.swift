import Store
import Sweeps
import Vocabulary

/// The experiment's page with the results filled in, as plain text.
struct ReportPage {
    let plan: Plan
    let results: SweepResults
    /// The trials by which settings were chosen; nil where nothing is tuned.
    var tuning: TuningOutcome?
    let figures: [Figures.Drawn]

    /// How many cells that went wrong are listed.
    private static let listed = 50

    var text: String {
        var paragraphs = [title]
        paragraphs += plan.experiment.notes.map { wrapped($0) }
        paragraphs += [overrides, settings]
        paragraphs += tuning.map { TuningText(outcome: $0).paragraphs } ?? []
        paragraphs += [cells, DataText(results).lines.flatMap { wrapped($0) }]
        paragraphs.append(CurriculumText(results).lines.flatMap { wrapped($0) })
        let items = plan.experiment.report.enumerated().flatMap { parts(of: $1, $0, results) }
        let verdicts = ReportVerdicts(items.compactMap(\.claim))
        let firstClaim = items.firstIndex { $0.claim != nil }
        for (position, item) in items.enumerated() {
            if position == firstClaim { paragraphs.append(wrapped(verdicts.rule)) }
            switch item {
            case .prose(let prose): paragraphs += prose
            case .claim(let claim): paragraphs.append(claim.lines(by: verdicts))
            }
        }
        // Words of files and of the command line may hold anything.
        return paragraphs.filter { !$0.isEmpty }.map { paragraph in
            paragraph.map { $0.oneLine(limit: 10_000) }.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    /// A part of the page: its paragraphs, or a claim, whose verdict waits for all others.
    private enum Part {
        case prose([[String]])
        case claim(ClaimText)

        var claim: ClaimText? {
            switch self {
            case .prose: nil
            case .claim(let claim): claim
            }
        }
    }

    private func parts(of item: ReportItem, _ index: Int, _ results: SweepResults) -> [Part] {
        switch item {
        case .note(let note): return [.prose([wrapped(note)])]
        case .table(let table): return [.prose(TableText(table, results).paragraphs)]
        case .overview(let overview): return [.prose(OverviewText(overview, results).paragraphs)]
        case .sentence(let sentence): return [.prose(SentenceText(sentence, results).paragraphs)]
        case .curve, .figure: return [.prose([lines(ofItem: index)])]
        case .claim(let claim): return [.claim(ClaimText(claim, results))]
        }
    }

    private var title: [String] {
        let title = "\(plan.experiment.name), size \(plan.size.rawValue)"
        return [title, String(repeating: "=", count: title.count)]
    }

    /// What a user changed, which the experiment's prose does not know of.
    private var overrides: [String] {
        guard !plan.overrides.isEmpty else { return [] }
        return wrapped(
            "Overridden: " + plan.overrides.map(\.description).joined(separator: " ")
                + ". The experiment's prose is about the sweep without that.")
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

    /// The number and the origin of the cells, and those that went wrong.
    private var cells: [String] {
        let all = results.distinctCells
        let counts = CellStatus.allCases.compactMap { status -> String? in
            let count = all.count { results.status(of: $0) == status }
            return count > 0 ? "\(count) \(status.name)" : nil
        }
        // Places on the axes whose settings are read alike share a cell.
        let places = results.cellCount > all.count ? " (at \(results.cellCount) places)" : ""
        let origin = ReportOrigin(results).sentences.joined(separator: " ")
        var lines = wrapped(
            "Cells: \(all.count)\(places), \(counts.joined(separator: ", ")). "
                + (plan.experiment.isAlone ? "They run one at a time: they measure time. " : "")
                + origin)
        let wrong = all.filter { cell in
            switch results.status(of: cell) {
            case .failed, .diverged, .unusable: true
            case .complete, .pending: false
            }
        }
        for cell in wrong.prefix(Self.listed) {
            let place = zip(results.axes, results.place(of: cell)).map { "\($0.setting)=\($1)" }
            lines.append(
                ("  \(results.status(of: cell).name): \(place.joined(separator: " ")): "
                    + results.text("failure", of: cell)).oneLine(limit: 600))
        }
        if wrong.count > Self.listed {
            lines.append("  and \(wrong.count - Self.listed) more, which runs.csv lists")
        }
        if let leftOut = results.record.attributes.text("left_out") {
            lines += wrapped("Left out of the collected results: \(leftOut).")
        }
        return lines
    }

    private func lines(ofItem item: Int) -> [String] {
        figures.filter { $0.item == item }.map(\.line)
    }
}

/// A place as the command line spells it.
func description(of place: SweepResults.Place) -> String {
    place.keys.sorted { $0.word < $1.word }
        .map { "\($0)=\(place[$0]?.description ?? "")" }.joined(separator: ", ").oneLine(limit: 300)
}
