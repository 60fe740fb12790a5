import Foundation
import FoundationXML
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

/// Pages as HTML, read by an XML parser that is not ours.
@Suite struct PageHTMLTests {
    /// The elements of a page in their order, with attributes and the text in them.
    final class Reader: NSObject, XMLParserDelegate {
        private(set) var elements: [(name: String, attributes: [String: String])] = []
        private(set) var cells: [[String]] = []
        private(set) var text = ""
        private var entry: String?

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String] = [:]
        ) {
            elements.append((name, attributes))
            if name == "tr" { cells.append([]) }
            if name == "td" || name == "th" { entry = "" }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            text += string
            if entry != nil { entry? += string }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
            qualifiedName: String?
        ) {
            if name == "td" || name == "th", let entry {
                cells[cells.count - 1].append(entry)
                self.entry = nil
            }
        }
    }

    /// A page read whole.
    static func read(_ html: String) throws -> Reader {
        let parser = XMLParser(data: Data(html.utf8))
        let reader = Reader()
        parser.delegate = reader
        let isSound = parser.parse()
        try #require(
            isSound,
            "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? ""): \(html.prefix(4000))"
        )
        return reader
    }

    /// What must hold of every page: nothing runs or is loaded, names of elements and of regions are
    /// unique, links lead somewhere.
    static func check(_ reader: Reader) {
        let known: Set<String> = [
            "html", "head", "meta", "link", "title", "style", "body", "header", "main", "footer",
            "nav", "section", "a", "h1", "h2", "h3", "p", "div", "table", "caption", "thead",
            "tbody",
            "tr", "th", "td", "ul", "li", "pre", "code", "span", "br", "figure", "figcaption",
            "svg",
            "g", "defs", "path", "circle", "line", "polyline", "polygon", "rect", "use", "text",
            "tspan", "filter", "feFlood", "feComposite",
        ]
        var identifiers: Set<String> = []
        var regions: Set<String> = []
        for (name, attributes) in reader.elements {
            #expect(known.contains(name), "\(name)")
            for (attribute, value) in attributes {
                #expect(!attribute.lowercased().hasPrefix("on"), "\(name) \(attribute)")
                if attribute == "src" || attribute == "href" {
                    #expect(!value.contains(":") || value == "data:,", "\(value)")
                }
            }
            if let identifier = attributes["id"] {
                #expect(identifiers.insert(identifier).inserted, "\(identifier) twice")
            }
            if attributes["role"] == "region", let label = attributes["aria-label"] {
                #expect(regions.insert(label).inserted, "\(label) twice")
            }
        }
        for (_, attributes) in reader.elements {
            for attribute in ["href", "aria-labelledby"] {
                guard let value = attributes[attribute] else { continue }
                if attribute == "href" && !value.hasPrefix("#") { continue }
                let name = String(value.drop { $0 == "#" })
                #expect(identifiers.contains(name), "\(attribute) \(value) leads nowhere")
            }
        }
        for name in ["html", "header", "main", "footer", "h1", "title"] {
            #expect(reader.elements.count { $0.name == name } == 1, "\(name)")
        }
        #expect(reader.elements.first?.attributes["lang"] == "en")
    }

    private func page(_ plan: Plan, _ record: CollectedRecord) -> ReportPage {
        ReportPage(plan: plan, results: SweepResults(plan, record), figures: [])
    }

    @Test func aSmallPageReadsTopToBottom() throws {
        let plan = try Plan(sample, size: .smoke)
        let html = try PageHTML(
            page: page(plan, sampleRecord(plan)),
            setting: PageSetting(
                commands: ["presage run sample --size smoke"], home: "../../index.html",
                files: ["report.txt"])
        ).text()
        let reader = try Self.read(html)
        Self.check(reader)
        let words = reader.text.split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
        let body = words.drop { $0 != "Skip to the results" }
        let expected = [
            "Skip to the results", "All experiments", "sample, size smoke", "Does it work?",
            "Verdicts", "Each claim, what came out, and what was compared",
            "claimverdicteffect (95 % interval)seedsp, correctedcomparison",
            "P2a: It does.– undecided: 1 of at least 6 seeds2.0 symbols11.0000"
                + "longest solved length N: SG linear greater than truncated BPTT",
            "Settings", "What differs between the cells", "axisvalues", "truncation2, 3",
            "methodtruncated_bptt, sg_linear", "seed0, 1",
            "Settings: budget=20. Nothing was tuned for this sweep: what it says of a method holds for "
                + "these settings alone.", "Cells and data",
            "Cells: 8, 6 complete, 1 failed, 1 diverged. Commit: c0ffee0000.",
            "failed: truncation=3 method=truncated_bptt seed=1: no \"luck\", sorry",
            "diverged: truncation=3 method=sg_linear seed=0: update 12", "Results",
            "Longest solved length N (symbols): mean ± standard deviation over seeds (n)",
        ]
        #expect(Array(body.prefix(expected.count)) == expected, "\(body)")
        #expect(html.contains(#"<a href="../../index.html">"#))
        #expect(reader.text.contains("presage run sample --size smoke"))
    }

    /// Every table and every claim of the page stands in the text, in the HTML and in the JSON with the
    /// same entries.
    @Test func textPageAndJSONHaveTheSameTables() throws {
        let plan = try Plan(sample, size: .smoke)
        let page = page(plan, sampleRecord(plan))
        let reader = try Self.read(try PageHTML(page: page, setting: PageSetting()).text())
        let json = try ClaimsFile(json: Data(try ClaimsFile(page).text().utf8))
        let lines = page.text.split(separator: "\n").map { line in
            line.split(separator: " ").joined()
        }
        let tables = page.tables + page.claims.flatMap(\.comparisons).map { $0.table() }
        #expect(page.tables.count == 1 && tables.count == 2)
        for table in tables {
            for row in [table.header] + table.rows.map({ $0.map(\.text) }) {
                #expect(reader.cells.contains(row), "\(row)")
                #expect(lines.contains(row.joined().filter { $0 != " " }), "\(row)")
            }
        }
        // Heads of numbers stand over them, those of names and of the settings' values at the left.
        let heads = reader.elements.count { $0.name == "th" && $0.attributes["class"] == "entry" }
        #expect(heads == 1 + tables.map { $0.header.count - $0.keys }.reduce(0, +))
        #expect(json.tables.map(\.columns) == page.tables.map(\.header))
        #expect(
            json.tables.map { $0.rows.map { $0.map(\.text) } }
                == page.tables.map { $0.rows.map { $0.map(\.text) } })
    }

    /// Markup in notes, labels, units, names of data, failures, commands and paths is text.
    @Test func noTextBecomesMarkup() throws {
        let pieces = [
            "<script>alert(1)</script>", "\"", "'", "\"\u{301} onload=\"x", "<\u{301}b>", "&amp;",
            "]]>",
            "<!--", "-->", "\n", "\r\n", "\\", "\u{0}", "\u{1b}[31m", "\u{202e}", "\u{fffe}",
            "{{title}}",
            "{{{style}}}", "{{/chapters}}", "</style>", "</title>", "<svg onload=x>",
            "javascript:x", "ä漢",
            "&#60;img src=x&#62;", "\u{2028}", "`", "${x}",
        ]
        var numbers = TestNumbers(seed: 19)
        for trial in 0..<Chaos.trials(short: 60, long: 600) {
            func text() -> String {
                trial < pieces.count
                    ? pieces[trial]
                    : (0..<3).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
            }
            let quantity = Quantity("solved_length", label: text(), unit: text(), digits: 1)
            let values = [text() + "1", text() + "2"]
            let (note, statement) = (text() + "N", text() + "S")
            let experiment = Experiment("sample") {
                Note(note)
                Problem(Problem.Kind(.text))
                Sweep {
                    Axis(.data, values)
                    Axis(.truncation, [2, 3])
                    Seeds(2)
                }
                Size(.smoke, timeSteps: 20)
                Report {
                    Note(text())
                    Table(quantity, rows: .data, columns: .truncation)
                    Claim(text(), statement) {
                        Compare(
                            quantity, of: .data, values[0], with: values[1], expecting: .greater)
                    }
                }
            }
            let plan = try Plan(experiment, size: .smoke)
            var record = sampleRecord(plan)
            for index in record.variables.indices {
                record.variables[index].attributes["units"] = .text(text())
                if record.variables[index].name == "failure" {
                    let names = record.variables[index].dimensions
                    record.variables[index] = Dataset(
                        "failure", dimensions: names, shape: record.variables[index].shape,
                        .strings((0..<8).map { _ in text() }))
                }
            }
            let page = page(plan, record)
            let html = try PageHTML(
                page: page,
                setting: PageSetting(commands: [text()], home: "../" + text(), files: [text()])
            ).text()
            let reader = try Self.read(html)
            Self.check(reader)
            let plain = reader.text
            #expect(plain.contains(escaped(oneSpaced(note))), "\(note)")
            #expect(plain.contains(escaped(oneSpaced(statement))), "\(statement)")
            #expect(!html.unicodeScalars.contains { $0 == "\u{202e}" || $0 == "\u{0}" })
        }
    }

    /// What could run or be loaded from a drawing keeps it out of the page.
    @Test func drawingsAreShapesAndTextsAlone() {
        func element(_ inside: String) -> String? {
            InlineSVG.element(
                Array(
                    ("<?xml version=\"1.0\"?>\n<svg viewBox='0 0 1 1'>" + inside + "</svg>").utf8),
                prefix: "f1-", label: "a \"b\"")
        }
        #expect(
            element(
                "<title>x</title><g id='a'><use xlink:href='#a'/><text>1 &lt; 2</text></g><g id='a'/>"
            )
                == "<svg role=\"img\" aria-label=\"a &quot;b&quot;\" viewBox=\"0 0 1 1\"><g id=\"f1-a\">"
                + "<use href=\"#f1-a\"/><text>1 &lt; 2</text></g><g/></svg>")
        #expect(
            element("<path fill='url(#p)'/>")?.contains("<path fill=\"url(#f1-p)\"/>") == true)
        for hostile in [
            "<script>x</script>", "<g onload='x'/>", "<use href='http://a/b#c'/>",
            "<image href='x'/>",
            "<a href='#x'>y</a>", "<foreignObject/>", "<g", "<g a=b/>", "</g>", "<g><path></g>",
            "<path fill='url(http://x)'/>", "<![CDATA[<script>]]>", "<style>x</style>",
        ] {
            #expect(element(hostile) == nil, "\(hostile)")
        }
        #expect(InlineSVG.element([0xff], prefix: "", label: "") == nil)
        #expect(InlineSVG.element(Array("<svg><g/>".utf8), prefix: "", label: "") == nil)
    }

    /// Drawings by gnuplot in one page have no name twice, also those of one curve at several places.
    @Test(.enabled(if: GnuplotTests.hasGnuplot, "gnuplot is not installed"))
    func drawingsOfOnePageDoNotClash() throws {
        let folder = try TemporaryFolder()
        let experiment = sample(
            reporting: Report {
                Curve(.solvedLength, by: .method, per: .truncation)
                Curve(.solvedLength, by: .truncation, per: .method)
                Curve(.solvedLength, by: .seed, per: .method)
            })
        let plan = try Plan(experiment, size: .smoke)
        _ = try ReportWriter.write(plan, sampleRecord(plan), to: folder.path)
        let reader = try Self.read(
            try String(contentsOfFile: folder.path("index.html"), encoding: .utf8))
        Self.check(reader)
        #expect(reader.elements.count { $0.name == "svg" } == 4)
    }
}
