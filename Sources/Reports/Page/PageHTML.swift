import Foundation
import Mustache
import Sweeps
import Vocabulary

/// A page as one HTML file that needs nothing beside it.
struct PageHTML {
    let page: ReportPage
    let setting: PageSetting

    /// The most bytes of drawings inside of a page; further ones are linked.
    private static let largest = 32 << 20

    /// The page.
    /// - Throws: what is wrong with the templates.
    func text() throws -> String {
        let library = try PageTemplate.library.get()
        return library.render(context, withTemplate: "page") ?? ""
    }

    private var context: [String: Any] {
        let claims = page.claims
        return [
            "title": page.title, "style": PageStyle.css,
            "question": optional(page.plan.experiment.notes.first.map(oneSpaced) ?? ""),
            "home": optional(percentEncoded(setting.home ?? "")),
            "preliminary": page.preliminary.map { $0.sentences.joined(separator: " ") as Any }
                ?? false,
            "soFar": page.preliminary.map { " (preliminary: \($0.count))" } ?? "",
            "verdicts": claims.isEmpty
                ? false as Any : ["claims": claims.enumerated().map(summary)],
            "chapters": chapters,
            "origin": ReportOrigin(page.results).sentences,
            "hasCommands": !setting.commands.isEmpty, "commands": setting.commands,
            "hasFiles": !setting.files.isEmpty,
            "files": setting.files.map { ["name": $0, "href": percentEncoded($0)] },
        ]
    }

    /// A claim's lines of the table of verdicts.
    private func summary(_ index: Int, _ claim: PageClaim) -> [String: Any] {
        let rows: [[String: Any]] = claim.comparisons.map { comparison in
            let figures = comparison.primary.figures
            return [
                "sentence": comparison.sentence,
                "verdict": comparison.verdict.text + preliminaryMark(page.preliminary != nil),
                "kind": comparison.verdict.kind, "mark": comparison.verdict.mark,
                "effect": comparison.effectInWords,
                "p": Reports.text(ofP: comparison.corrected), "seeds": "\(figures?.count ?? 0)",
            ]
        }
        let nothing: [String: Any] = [
            "sentence": "not compared", "verdict": "no data", "kind": "undecided", "mark": "–",
            "effect": "-", "p": "-", "seeds": "0",
        ]
        return [
            "identifier": claim.identifier, "statement": oneSpaced(claim.statement),
            "anchor": "claim-\(index + 1)", "span": max(1, rows.count),
            "rows": rows.isEmpty ? [nothing] : rows,
        ]
    }

    private var chapters: [[String: Any]] {
        var chapters: [(chapter: PageChapter, blocks: [[String: Any]])] = []
        var numbers = Numbers()
        var hasQuestion = false
        for block in page.blocks {
            if case .chapter(let chapter) = block {
                chapters.append((chapter, []))
                continue
            }
            // The first note stands below the title.
            if case .prose = block, !hasQuestion, !page.plan.experiment.notes.isEmpty {
                hasQuestion = true
                continue
            }
            guard !chapters.isEmpty, !isEmpty(block) else { continue }
            chapters[chapters.count - 1].blocks.append(contents(of: block, &numbers))
        }
        return chapters.filter { !$0.blocks.isEmpty }.map { chapter, blocks in
            [
                "id": "\(chapter)", "heading": chapter.rawValue, "blocks": blocks,
                "axes": chapter == .settings ? axes : false as Any,
            ]
        }
    }

    /// The axes of the sweep with their values.
    private var axes: [String: Any] {
        var table = PageTable(header: ["axis", "values"])
        table.caption = "What differs between the cells"
        for axis in page.plan.axes {
            table.add([
                axis.setting.word, axis.values.map(\.description).joined(separator: ", "),
            ])
        }
        return fields(of: table, kind: "settings")
    }

    private func isEmpty(_ block: PageBlock) -> Bool {
        guard case .prose(let sentences, let remarks) = block else { return false }
        return sentences.allSatisfy { oneSpaced($0).isEmpty } && remarks.isEmpty
    }

    /// What has been numbered so far.
    private struct Numbers {
        var claims = 0
        var figures = 0
        var bytes = 0
    }

    private func contents(of block: PageBlock, _ numbers: inout Numbers) -> [String: Any] {
        var contents: [String: Any] = [
            "prose": false, "facts": false, "table": false, "figures": false, "claim": false,
        ]
        switch block {
        case .chapter: break
        case .prose(let sentences, let remarks):
            contents["prose"] = [
                "sentences": sentences.map(oneSpaced).filter { !$0.isEmpty }, "remarks": remarks,
            ]
        case .facts(let facts):
            contents["facts"] =
                [
                    "before": facts.before, "hasLines": !facts.lines.isEmpty,
                    "lines": facts.lines.map { $0.oneLine(limit: 600) }, "after": facts.after,
                ] as [String: Any]
        case .table(let table): contents["table"] = fields(of: table)
        case .figures(let figures):
            contents["figures"] = figures.map { fields(of: $0, &numbers) }
        case .claim(let claim):
            numbers.claims += 1
            contents["claim"] =
                [
                    "anchor": "claim-\(numbers.claims)", "identifier": claim.identifier,
                    "statement": oneSpaced(claim.statement),
                    "parts": claim.parts.map { fields(of: $0, of: claim) },
                ] as [String: Any]
        }
        return contents
    }

    private func fields(of table: PageTable, kind: String = "") -> [String: Any] {
        [
            "kind": optional(kind),
            "label": table.caption.isEmpty ? "Table of what was chosen" : table.caption,
            "caption": optional(table.caption),
            "keys": Array(table.header.prefix(table.keys)),
            "header": Array(table.header.dropFirst(table.keys)),
            "rows": table.rows.map { row -> [String: Any] in
                let texts = row.map(\.text)
                return [
                    "names": Array(texts.prefix(table.keys)),
                    "entries": Array(texts.dropFirst(table.keys)), "tested": false,
                ]
            },
            "legend": table.legend.map { ["letter": $0.letter, "meaning": $0.meaning] },
            "notes": table.notes.map(oneSpaced), "remarks": table.remarks,
        ]
    }

    private func fields(of part: PageClaim.Part, of claim: PageClaim) -> [String: Any] {
        switch part {
        case .missing(let names):
            let list = names.joined(separator: ", ")
            return ["missing": "Not compared: \(list) is not in this sweep.", "table": false]
        case .compared(let comparison):
            var table = comparison.table()
            table.caption = comparison.caption.capitalizedFirst
            table.remarks = comparison.remarks
            var fields = fields(of: table)
            // Claims compare alike: each table is a landmark of its own.
            fields["label"] = "\(claim.identifier): \(comparison.sentence)"
            if var rows = fields["rows"] as? [[String: Any]], !rows.isEmpty {
                rows[0]["tested"] = true
                fields["rows"] = rows
            }
            fields["verdict"] = comparison.verdict.kind
            fields["conclusion"] = comparison.conclusion(
                isPreliminary: page.preliminary != nil)
            return ["missing": false, "table": fields]
        }
    }

    private func fields(of figure: PageFigure, _ numbers: inout Numbers) -> [String: Any] {
        func said(_ text: String) -> [String: Any] {
            ["svg": false, "instead": text]
        }
        if let fault = figure.fault { return said("Figure \(figure.name) is not drawn: \(fault).") }
        let path = "figures/\(figure.name)"
        guard let svg = figure.svg, numbers.bytes + svg.count <= Self.largest else {
            return said("Figure: \(path)")
        }
        numbers.figures += 1
        numbers.bytes += svg.count
        guard
            let element = InlineSVG.element(
                svg, prefix: "f\(numbers.figures)-", label: figure.caption)
        else { return said("Figure: \(path)") }
        return [
            "svg": element, "label": "Figure: " + figure.caption, "caption": figure.caption,
            "name": path, "href": percentEncoded(path), "instead": false,
        ]
    }
}

/// What a page says that is not in its results: how to make it again, and what lies around it.
package struct PageSetting {
    /// The commands that make it again.
    package var commands: [String]
    /// The way to the page of all; nil where there is none.
    package var home: String?
    /// The files beside it.
    package var files: [String]

    package init(commands: [String] = [], home: String? = nil, files: [String] = []) {
        (self.commands, self.home, self.files) = (commands, home, files)
    }
}

/// What stands behind verdicts that may change.
func preliminaryMark(_ isPreliminary: Bool) -> String { isPreliminary ? " (so far)" : "" }

/// A text for a template, and nothing for an empty one.
func optional(_ text: String) -> Any { text.isEmpty ? false : text }

/// A text with single spaces between its words, as prose is set.
func oneSpaced(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// A relative path as an address: all but ASCII letters, digits and `-._/` by their bytes' numbers.
func percentEncoded(_ path: String) -> String {
    let kept = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._/"))
    return path.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
}

extension PageComparison {
    /// The effect with its interval and unit, `2.0 (1.5 to 2.5) symbols`; of a comparison with a constant the
    /// value itself, `0.24 (0.20 to 0.28) against 0.10`; a dash where there is none.
    var effectInWords: String {
        guard let effect = primary.figures?.effect, !effect.mean.isNaN else { return "-" }
        let origin = constant ?? 0
        let range = effect.ends == nil ? "" : " (\(effect.interval(digits, from: origin)))"
        return fixed(origin + effect.mean, digits) + range
            + Quantity.bracketed(unit, ("", ""))
            + (constant.map { " against \(fixed($0, digits))" } ?? "")
    }
}

extension Effect {
    /// The ends of the interval; nil where there is none.
    var ends: (low: Double, high: Double)? {
        halfWidth.isFinite ? (mean - halfWidth, mean + halfWidth) : nil
    }
}

extension Verdict {
    /// A class of marks and colours.
    var kind: String {
        switch self {
        case .supported: "supported"
        case .contradicted: "contradicted"
        case .undecided, .tooFewSeeds, .unitsDiffer, .noData: "undecided"
        }
    }

    /// A mark that tells verdicts apart without colours.
    var mark: String { Self.mark(ofKind: kind) }

    /// The mark of a kind.
    static func mark(ofKind kind: String) -> String {
        kind == "supported" ? "✓" : kind == "contradicted" ? "✗" : "–"
    }
}
