import Store

/// A page as plain text of lines of up to 100 characters, as far as words can be broken.
struct PageText {
    let title: String
    let blocks: [PageBlock]
    /// Whether cells are still to be run, and verdicts may change.
    var isPreliminary = false

    /// The most characters of a line of a table.
    private static let width = 100

    var text: String {
        let heading = [title, String(repeating: "=", count: title.count)]
        // Words of files and of the command line may hold anything.
        return ([heading] + paragraphs).map { paragraph in
            paragraph.map { $0.oneLine(limit: 10_000) }.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    /// The lines of blocks, those without any left out.
    var paragraphs: [[String]] {
        blocks.map(lines).filter { !$0.isEmpty }
    }

    private func lines(of block: PageBlock) -> [String] {
        switch block {
        case .chapter: []
        case .prose(let sentences, let remarks): sentences.flatMap { wrapped($0) } + remarks
        case .facts(let facts):
            facts.before.flatMap { wrapped($0) } + facts.lines.map { "  " + $0.oneLine(limit: 600) }
                + facts.after.flatMap { wrapped($0) }
        case .table(let table): Self.lines(of: table)
        case .figures(let figures):
            figures.flatMap { figure in
                Self.wide(
                    figure.fault.map { "Figure: \(figure.name) is not drawn: \($0)." }
                        ?? "Figure: figures/\(figure.name)"
                        + (figure.imageFault.map { " (its PNG is not drawn: \($0))" } ?? ""))
            }
        case .claim(let claim): lines(of: claim)
        }
    }

    /// Words on lines as wide as those of tables.
    private static func wide(_ text: String, after mark: String = "") -> [String] {
        wrapped(text, after: mark, width: width)
    }

    private static func lines(of table: PageTable) -> [String] {
        var lines = table.caption.isEmpty ? [] : wide(table.caption) + [""]
        lines += TextTable(table).lines(within: width)
        let legend = table.legend.flatMap { wide($0.meaning, after: "  \($0.letter)  ") }
        for below in [legend, table.notes.flatMap { wrapped($0) }, table.remarks]
        where !below.isEmpty {
            lines += [""] + below
        }
        return lines
    }

    private func lines(of claim: PageClaim) -> [String] {
        wrapped("Claim \(claim.identifier): \(claim.statement)")
            + claim.parts.flatMap { part -> [String] in
                switch part {
                case .missing(let names):
                    return Self.wide(
                        "not compared: \(names.joined(separator: ", ")) is not in this sweep",
                        after: "  ")
                case .compared(let comparison):
                    return [""] + Self.wide(comparison.caption + ":", after: "  ")
                        + Self.rows(of: comparison)
                        + Self.wide(
                            comparison.conclusion(isPreliminary: isPreliminary), after: "  ")
                        + comparison.remarks.flatMap { Self.wide($0, after: "  ") }
                }
            }
    }

    /// The table of a comparison; where its headings make it wide, letters stand for the two sides.
    private static func rows(of comparison: PageComparison) -> [String] {
        let plain = TextTable(comparison.table()).lines
        guard plain.contains(where: { $0.count > width }) else { return plain }
        return TextTable(comparison.table(sides: ["A", "B"])).lines(within: width)
            + wide(comparison.subject, after: "  A  ") + wide(comparison.reference, after: "  B  ")
    }
}
