import Store
import Sweeps
import Vocabulary

/// The experiment's page with the results filled in.
struct ReportPage {
    let plan: Plan
    let results: SweepResults
    /// The trials by which settings were chosen; nil where nothing is tuned.
    let tuning: TuningOutcome?
    /// What the page says of cells that are still to be run; nil when all have ended.
    let preliminary: PreliminaryText?
    /// What the page says, in its order.
    private(set) var blocks: [PageBlock]
    private let figures: [Figures.Drawn]

    /// How many cells that went wrong are listed.
    private static let listed = 50

    /// The page of some results.
    /// - Parameter command: that which makes it anew.
    init(
        plan: Plan, results: SweepResults, tuning: TuningOutcome? = nil, figures: [Figures.Drawn],
        command: String? = nil
    ) {
        (self.plan, self.results, self.tuning, self.figures) = (plan, results, tuning, figures)
        preliminary = PreliminaryText(results, tuning: tuning, command: command)
        blocks = []
        blocks = preface + body
    }

    /// The page's heading.
    var title: String { "\(plan.experiment.name), size \(plan.size.rawValue)" }

    /// The page as plain text.
    var text: String {
        let notice = preliminary.map { [PageBlock.prose($0.sentences)] } ?? []
        return PageText(
            title: title, blocks: notice + blocks, isPreliminary: preliminary != nil
        ).text
    }

    /// The claims of the page.
    var claims: [PageClaim] {
        blocks.compactMap { block in
            if case .claim(let claim) = block { claim } else { nil }
        }
    }

    /// The tables of the page.
    var tables: [PageTable] {
        blocks.compactMap { block in
            if case .table(let table) = block { table } else { nil }
        }
    }

    /// What stands before the results.
    private var preface: [PageBlock] {
        [.chapter(.question)] + plan.experiment.notes.map { .prose([$0]) } + [.prose(overrides)]
            + [.chapter(.settings), .prose([settings])]
            + (tuning.map { [.chapter(.tuning)] + TuningText(outcome: $0).blocks } ?? [])
            + [.chapter(.cells), .facts(cells), .prose(DataText(results).lines)]
            + [.prose(CurriculumText(results).lines)]
    }

    /// The results: the items of the report, the rule of verdicts before the first claim.
    private var body: [PageBlock] {
        let parts = plan.experiment.report.enumerated().flatMap { self.parts(of: $1, $0) }
        let verdicts = ReportVerdicts(parts.compactMap(\.claim))
        let firstClaim = parts.firstIndex { $0.claim != nil }
        var blocks: [PageBlock] = [.chapter(.results)]
        for (position, part) in parts.enumerated() {
            if position == firstClaim { blocks.append(.prose([verdicts.rule])) }
            switch part {
            case .blocks(let some): blocks += some
            case .claim(let claim): blocks.append(.claim(claim.claim(by: verdicts)))
            }
        }
        return blocks
    }

    /// A part of the page: its blocks, or a claim, whose verdict waits for all others.
    private enum Part {
        case blocks([PageBlock])
        case claim(ClaimText)

        var claim: ClaimText? {
            switch self {
            case .blocks: nil
            case .claim(let claim): claim
            }
        }
    }

    private func parts(of item: ReportItem, _ index: Int) -> [Part] {
        switch item {
        case .note(let note): return [.blocks([.prose([note])])]
        case .table(let table): return [.blocks(TableText(table, results).blocks)]
        case .overview(let overview): return [.blocks(OverviewText(overview, results).blocks)]
        case .sentence(let sentence): return [.blocks(SentenceText(sentence, results).blocks)]
        case .curve(let curve):
            return [.blocks([.figures(figures(of: index, saying: curve.words.capitalizedFirst))])]
        case .figure(let figure):
            return [.blocks([.figures(figures(of: index, saying: figure.words.capitalizedFirst))])]
        case .claim(let claim): return [.claim(ClaimText(claim, results))]
        }
    }

    /// What a user changed, which the experiment's prose does not know of.
    private var overrides: [String] {
        guard !plan.overrides.isEmpty else { return [] }
        return [
            "Overridden: " + plan.overrides.map(\.description).joined(separator: " ")
                + ". The experiment's prose is about the sweep without that."
        ]
    }

    /// The settings that all cells share and that are not at their defaults.
    private var settings: String {
        let besides = plan.conditions.filter { !$0.assignments.isEmpty }
            .map { "; with \($0.axis): " + list($0.assignments) }
        // Who sweeps the step sizes shows what they do.
        let showsSteps = plan.axes.contains {
            $0.setting == .learningRate && $0.values.count > 1
        }
        let untuned =
            plan.isTuned || showsSteps
            ? ""
            : " Nothing was tuned for this sweep: what it says of a method holds for these settings "
                + "alone."
        return "Settings: " + list(plan.shared) + besides.joined() + "." + untuned
    }

    private func list(_ assignments: [Assignment]) -> String {
        assignments.map(\.description).joined(separator: ", ")
    }

    /// The number and the origin of the cells, and those that went wrong.
    private var cells: PageFacts {
        let all = results.distinctCells
        let counts = CellStatus.allCases.compactMap { status -> String? in
            let count = all.count { results.status(of: $0) == status }
            return count > 0 ? "\(count) \(status.name)" : nil
        }
        // Places on the axes whose settings are read alike share a cell.
        let places = results.cellCount > all.count ? " (at \(results.cellCount) places)" : ""
        let origin = ReportOrigin(results).sentences.joined(separator: " ")
        var facts = PageFacts()
        facts.before = [
            "Cells: \(all.count)\(places), \(counts.joined(separator: ", ")). "
                + (plan.experiment.isAlone ? "They run one at a time: they measure time. " : "")
                + origin
        ]
        let wrong = all.filter { cell in
            switch results.status(of: cell) {
            case .failed, .diverged, .unusable: true
            case .complete, .pending: false
            }
        }
        for cell in wrong.prefix(Self.listed) {
            let place = zip(results.axes, results.place(of: cell)).map { "\($0.setting)=\($1)" }
            facts.lines.append(
                "\(results.status(of: cell).name): \(place.joined(separator: " ")): "
                    + results.text("failure", of: cell))
        }
        if wrong.count > Self.listed {
            facts.lines.append("and \(wrong.count - Self.listed) more, which runs.csv lists")
        }
        if let leftOut = results.record.attributes.text("left_out") {
            facts.after = ["Left out of the collected results: \(leftOut)."]
        }
        return facts
    }

    private func figures(of item: Int, saying caption: String) -> [PageFigure] {
        figures.filter { $0.planned.item == item }.map {
            let place = description(of: $0.planned.place)
            return PageFigure(
                name: $0.planned.name, caption: caption + (place.isEmpty ? "" : ", at \(place)"),
                fault: $0.fault, imageFault: $0.imageFault, svg: $0.svg)
        }
    }
}

/// A place as the command line spells it.
func description(of place: SweepResults.Place) -> String {
    place.keys.sorted { $0.word < $1.word }
        .map { "\($0)=\(place[$0]?.description ?? "")" }.joined(separator: ", ").oneLine(limit: 300)
}
