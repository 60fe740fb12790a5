import Foundation
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Reports

@Suite struct ResultsIndexTests {
    /// Results of `sample` in a folder of that name at a size.
    private func write(_ name: String, _ size: String, in root: borrowing TemporaryFolder) throws {
        let folder = root.path("\(size)/\(name)")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let plan = try Plan(sample, size: .smoke)
        _ = try ReportWriter.write(plan, sampleRecord(plan), to: folder)
    }

    private func index(_ path: String) throws -> (text: String, links: [String]) {
        let reader = try PageHTMLTests.read(try String(contentsOfFile: path, encoding: .utf8))
        PageHTMLTests.check(reader)
        return (reader.text, reader.elements.compactMap { $0.attributes["href"] })
    }

    @Test func allExperimentsAreLinkedWithTheirVerdicts() throws {
        let root = try TemporaryFolder()
        try write("one", "smoke", in: root)
        try write("two <b>", "smoke", in: root)
        try write("one", "desk", in: root)
        try ResultsIndex.write(root: root.path)
        let whole = try index(root.path("index.html"))
        // The answers begin the page, each experiment's of the largest size.
        #expect(
            whole.links == [
                "data:,", "desk/one/index.html", "smoke/two%20%3Cb%3E/index.html",
                "desk/one/index.html", "smoke/one/index.html", "smoke/two%20%3Cb%3E/index.html",
            ])
        #expect(whole.text.ranges(of: "Doubt: does it <ever>?").count == 1)
        #expect(whole.text.ranges(of: "P2a: It does.").count == 5)
        #expect(whole.text.ranges(of: "undecided: 1 of at least 6 seeds").count == 5)
        #expect(!whole.text.contains("Not shown"))
        let smoke = try index(root.path("smoke/index.html"))
        #expect(
            smoke.links == [
                "data:,", "../index.html", "one/index.html", "two%20%3Cb%3E/index.html",
                "one/index.html", "two%20%3Cb%3E/index.html",
            ])
        #expect(!FileManager.default.fileExists(atPath: root.path("quick")))
    }

    /// Files of others are named and left out; pages of earlier versions are linked.
    @Test func brokenFilesAreSaidToBe() throws {
        let root = try TemporaryFolder()
        for name in ["broken", "later", "older", "whole", "folder"] {
            try write(name, "quick", in: root)
        }
        func path(_ name: String) -> String { root.path("quick/\(name)") }
        try "{\"<script>".write(
            toFile: path("broken/claims.json"), atomically: true, encoding: .utf8)
        try "{\"schema_version\": 7}".write(
            toFile: path("later/claims.json"), atomically: true, encoding: .utf8)
        unlink(path("older/claims.json"))
        unlink(path("older/index.html"))
        unlink(path("folder/claims.json"))
        // What would be waited for without end.
        #expect(mkfifo(path("folder/claims.json"), 0o600) == 0)
        try FileManager.default.createDirectory(
            atPath: path("nothing"), withIntermediateDirectories: true)
        try ResultsIndex.write(root: root.path)
        let whole = try index(root.path("index.html"))
        #expect(whole.text.contains("quick/broken/claims.json: it is no file of claims"))
        #expect(
            whole.text.contains(
                "quick/later/claims.json: it has schema version 7, and this program reads 1"))
        #expect(whole.text.contains("quick/folder/claims.json: it cannot be read"))
        #expect(whole.links.contains("quick/older/report.txt"))
        #expect(whole.text.ranges(of: "Its report has no file of claims.").count == 4)
        #expect(!whole.links.contains { $0.contains("nothing") })
        // Once in short and once with the others of its experiment.
        #expect(whole.text.ranges(of: "P2a: It does.").count == 2)
    }

    /// Whatever the order in which several write, the last page has all.
    @Test func writersAtOnceLeaveAWholePage() async throws {
        let root = try TemporaryFolder()
        for number in 0..<8 { try write("e\(number)", "quick", in: root) }
        let path = root.path
        let claims = try (0..<8).map { number in
            try String(contentsOfFile: "\(path)/quick/e\(number)/claims.json", encoding: .utf8)
        }
        for number in 0..<8 { unlink("\(path)/quick/e\(number)/claims.json") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try claims[number].write(
                        toFile: "\(path)/quick/e\(number)/claims.json", atomically: true,
                        encoding: .utf8)
                    try ResultsIndex.write(root: path)
                }
            }
            try await group.waitForAll()
        }
        #expect(try index(root.path("index.html")).text.ranges(of: "P2a: It does.").count == 16)
        // Nothing is left beside the pages.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                == ["index.html", "quick"])
    }

    @Test func aPageOfSomebodyElseStays() throws {
        let root = try TemporaryFolder()
        try write("one", "smoke", in: root)
        try ResultsIndex.write(root: root.path)
        try ResultsIndex.write(root: root.path)
        let path = root.path("index.html")
        try "<p>mine</p>".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ResultsIndexError.somebodyElses(path)) {
            try ResultsIndex.write(root: root.path)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "<p>mine</p>")
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        #expect(throws: (any Error).self) { try ResultsIndex.write(root: "/nonexistent/folder") }
    }

    /// Several comparisons of a claim are one row, which says what each found where they are few and at
    /// places of their own, and else counts how they came out.
    @Test func aClaimIsARow() throws {
        let root = try TemporaryFolder()
        try write("one", "smoke", in: root)
        let path = root.path("smoke/one/claims.json")
        var file = try ClaimsFile(json: try Data(contentsOf: URL(filePath: path)))
        let claim = try #require(file.claims.first { $0.comparisons.count == 1 })
        let lone = ClaimRow(claim)
        #expect(lone.isCompared && lone.effects == [claim.comparisons[0].effectInWords])
        #expect(lone.quantity == claim.comparisons[0].label && !lone.quantity.isEmpty)
        #expect(lone.verdict == "undecided: 1 of at least 6 seeds" && lone.kind == "undecided")
        func row(_ verdicts: [String], seeds: [Int], places: [String] = []) throws -> ClaimRow {
            let text = try file.text()
            var json = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            var claims = try #require(json["claims"] as? [[String: Any]])
            let one = try #require((claims[0]["comparisons"] as? [[String: Any]])?.first)
            claims[0]["comparisons"] = zip(verdicts, seeds).enumerated().map { index, found in
                let place = places.isEmpty ? "" : places[index]
                return one.merging([
                    "verdict": found.0, "n": found.1, "place": place, "effect_in_words": "\(index)",
                ]) { $1 }
            }
            json["claims"] = claims
            file = try ClaimsFile(json: try JSONSerialization.data(withJSONObject: json))
            return ClaimRow(file.claims[0])
        }
        let both = try row(["supported", "supported"], seeds: [8, 9])
        #expect(both.verdict == "supported in both comparisons" && both.kind == "supported")
        #expect(both.effects.isEmpty && both.seeds == "8 to 9")
        let mixed = try row(["supported", "no data", "supported"], seeds: [8, 8, 8])
        #expect(mixed.verdict == "supported in 2, no data in 1 of 3 comparisons")
        #expect(mixed.kind == "undecided" && mixed.seeds == "8")
        let told = try row(
            ["supported", "undecided"], seeds: [8, 8], places: ["a=1, b=3", "a=2, b=3"])
        #expect(told.verdict == "supported at a=1, undecided at a=2" && told.kind == "undecided")
        #expect(told.effects == ["0 at a=1", "1 at a=2"])
        let alike = try row(["supported", "supported"], seeds: [8, 8], places: ["a=1", "a=1"])
        #expect(alike.effects.isEmpty)
        let many = try row(
            Array(repeating: "supported", count: 4), seeds: [8, 8, 8, 8],
            places: ["a=1", "a=2", "a=3", "a=4"])
        #expect(many.verdict == "supported in all 4 comparisons" && many.effects.isEmpty)
        let none = try row([], seeds: [])
        #expect(!none.isCompared && none.verdict == "not compared")
    }
}
