import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

/// Names, units and labels from files and command lines that would be commands of gnuplot.
@Suite struct LabelChaosTests {
    private static func pieces(_ marker: String) -> [String] {
        [
            "'", "\"", "\n", "\r", "`touch \(marker)`", "system(\"touch \(marker)\")",
            "\nsystem('touch \(marker)')\n", "'; system(\"touch \(marker)\"); '",
            "| touch \(marker)", "$(touch \(marker))", "\nEOD\n!touch \(marker)\n", "%s%n", "\\",
            "@marker", "#", "{/Symbol a}", "^_", "\u{0}", "\u{1b}[31m", "\u{2028}", "</svg>", "]]>",
            "&amp;<script>", "ä", "漢字", "\u{fffe}", "\u{202e}", "\u{2067}", "`", "@", "%",
            "{}", "$0", "\\\n", "\"\\\"", "<script>alert(1)</script>", "noenhanced", "=", ",", ";",
            String(repeating: "x", count: 10_000),
        ]
    }

    @Test(.enabled(if: GnuplotTests.hasGnuplot, "gnuplot is not installed"))
    func noTextBecomesACommand() throws {
        let folder = try TemporaryFolder()
        let marker = folder.path("marker")
        let pieces = Self.pieces(marker)
        var numbers = TestNumbers(seed: 7)
        for trial in 0..<Chaos.trials(short: 60, long: 600) {
            // Each piece alone first.
            let text =
                trial < pieces.count
                ? pieces[trial]
                : (0..<5).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
            let quoted = Gnuplot.quoted(text)
            let script = """
                set title \(quoted) noenhanced
                set xlabel \(quoted) noenhanced
                plot [0:1] [0:1] x with lines title \(quoted)

                """
            let drawing = Gnuplot.draw(
                Gnuplot.Script(commands: script, width: 300, height: 200))
            guard case .drawn(let svg) = drawing else {
                Issue.record("\(text.prefix(100).debugDescription): \(drawing)")
                continue
            }
            let parser = XMLCheck.faults(in: svg)
            #expect(parser.isEmpty, "\(text.prefix(100).debugDescription): \(parser)")
        }
        #expect(!FileManager.default.fileExists(atPath: marker))
    }

    /// A whole report of hostile words: labels, units, long names, values on axes.
    @Test func aReportOfHostileWordsIsWritten() throws {
        var numbers = TestNumbers(seed: 8)
        let folder = try TemporaryFolder()
        let marker = folder.path("marker")
        let pieces = Self.pieces(marker)
        for trial in 0..<Chaos.trials(short: 20, long: 200) {
            func text() -> String {
                (0..<3).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
            }
            let quantity = Quantity("solved_length", label: text(), unit: text(), digits: 1)
            let values = [text() + "1", text() + "2"]
            func published(_ text: () -> String) -> PublishedTable {
                let columns: [(heading: String, figures: KeyValuePairs<String, String>)] = [
                    (text(), [values[0]: "1"]), (text(), [values[1]: text()]),
                ]
                return PublishedTable(
                    citation: text(), caution: text(), by: .data, columns: columns)
            }
            let experiment = Experiment("sample") {
                Note(text())
                Problem(Problem.Kind(.text))
                Sweep {
                    Axis(.data, values)
                    Axis(.truncation, [2, 3])
                    Seeds(2)
                }
                Size(.smoke, timeSteps: 20)
                Report {
                    Table(quantity, rows: .data, columns: .truncation)
                    Curve(quantity, by: .data, per: .truncation)
                    Curve(quantity, beside: quantity, by: .truncation, per: .data)
                    Curve(quantity, by: .data, over: .trainingTime)
                    Final(quantity, against: .data, by: .truncation, beside: published(text))
                    Final(quantity, againstTimeAlong: .data, by: .truncation)
                    HeatMap(quantity, rows: .data, columns: .truncation)
                    HeatMap(quantity, rows: .truncation, columns: .seed, per: .data)
                    Profile(text(), over: [0, 1], by: .data, per: .truncation) { _ in quantity }
                    Claim("P", text()) {
                        Compare(
                            quantity, of: .data, values[0], with: values[1], expecting: .greater)
                    }
                }
            }
            let plan = try Plan(experiment, size: .smoke)
            var record = sampleRecord(plan)
            for index in record.coordinates.indices {
                record.coordinates[index].attributes["long_name"] = .text(text())
            }
            for index in record.variables.indices {
                record.variables[index].attributes["units"] = .text(text())
            }
            let target = folder.path("\(trial)")
            try FileManager.default.createDirectory(
                atPath: target, withIntermediateDirectories: true)
            let page = try ReportWriter.write(plan, record, to: target)
            #expect(!page.contains { $0.isNewline && $0 != "\n" })
            if GnuplotTests.hasGnuplot {
                #expect(!page.contains("is not drawn"), "\(page)")
            }
            // Nothing lies outside of its folder, and names are names.
            let figures = target + "/figures"
            for name in try FileManager.default.contentsOfDirectory(atPath: figures) {
                #expect(name.utf8.count < 200 && name.wholeMatch(of: /[A-Za-z0-9_.+\-]+/) != nil)
                guard name.hasSuffix(".svg") else { continue }
                let svg = try Data(contentsOf: URL(filePath: figures + "/" + name))
                let faults = XMLCheck.faults(in: Array(svg))
                #expect(faults.isEmpty, "\(name): \(faults)")
                #expect(!String(decoding: svg, as: UTF8.self).contains("<script"))
            }
        }
        #expect(!FileManager.default.fileExists(atPath: marker))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count <= 200)
    }
}

/// Whether bytes are XML, as far as characters and tags go.
enum XMLCheck {
    /// What is wrong; empty for sound XML.
    static func faults(in bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { return "no UTF-8" }
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 && ![9, 10, 13].contains(scalar.value)
            if isControl || scalar.value == 0xfffe || scalar.value == 0xffff {
                return "character \(scalar.value)"
            }
        }
        var depth = 0
        for match in text.matches(of: /<(\/?)([A-Za-z:]+)(?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/) {
            depth += match.1 == "/" ? -1 : match.3 == "/" ? 0 : 1
        }
        return depth == 0 ? "" : "\(depth) tags are open"
    }
}
