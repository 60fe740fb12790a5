import Foundation
import TestSupport
import Testing

/// `presage open`: the address of a page, or what is missing.
@Suite struct OpenCommandTests {
    private static let sweep = "copy-horizon --size smoke --set truncation=3 --set seed=0"

    private func open(_ words: String, _ results: String) throws -> Tool.Ending {
        try Tool.run("open \(words)", results: results)
    }

    @Test func aRunWritesPagesThatCanBeOpened() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run("run copy-horizon --size smoke", results: folder.path).code == 0)
        for (words, page) in [
            ("", "index.html"), ("copy-horizon --size smoke", "smoke/copy-horizon/index.html"),
        ] {
            let ending = try open(words, folder.path)
            #expect(ending.code == 0, "\(ending.errors)")
            let address = ending.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let url = try #require(URL(string: address))
            #expect(url.isFileURL && url.path.hasSuffix(page), "\(address)")
            let html = try String(contentsOf: url, encoding: .utf8)
            #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("copy-horizon"))
        }
        let page = try String(
            contentsOfFile: folder.path("smoke/copy-horizon/index.html"), encoding: .utf8)
        #expect(page.contains("presage run copy-horizon --size smoke"))
        #expect(page.contains(#"<a href="../../index.html">"#))
        let ending = try open("copy-horizon", folder.path)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("copy-horizon has a page of size smoke"), "\(ending.errors)")
    }

    @Test func verdictsAreOnOneScreen() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run("run copy-horizon --size smoke", results: folder.path).code == 0)
        let ending = try Tool.run(
            "verdicts copy-horizon --size smoke", results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        let lines = ending.output.split(separator: "\n").map(String.init)
        // What is short says so.
        #expect(
            lines[..<2].joined(separator: " ")
                == "Verdicts at size smoke, of short sweeps with few values on an axis; effects are the "
                + "first side minus the second, or the first against a constant, with 95 % intervals"
        )
        #expect(lines[2] == "copy-horizon" && lines.dropLast().allSatisfy { $0.count <= 88 })
        #expect(
            lines[3]
                == "  P2a: A synthesizer at the boundary learns sequences longer than the window can."
        )
        #expect(lines[4].contains("undecided: 2 of at least"))
        #expect((lines[4] + lines[5]).hasSuffix("2 seeds"), "\(lines[5])")
        let page = try open("", folder.path).output
        #expect(ending.output.hasSuffix("\n\nPages with figures and tables: \(page)"))
        // Without a name all are shown.
        #expect(try Tool.run("verdicts --size smoke", results: folder.path).output == ending.output)
        for (words, fault) in [
            ("--size vast", "there is no size vast"), ("nothing", "nothing"),
            ("", "no verdicts at size quick"),
            ("warm-up --size smoke", "no verdicts of warm-up at size smoke"),
        ] {
            let ending = try Tool.run("verdicts \(words)", results: folder.path)
            #expect(ending.code == 2 && ending.output.isEmpty, "\(words): \(ending.output)")
            #expect(ending.errors.contains(fault), "\(ending.errors)")
        }
    }

    /// The page of an overridden sweep lies deeper, and finds the way back.
    @Test func aPageOfAnOverriddenSweepLinksThePageOfAll() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run("run \(Self.sweep)", results: folder.path).code == 0)
        let name = try #require(
            try folder.contents().first {
                $0.contains("overridden/") && $0.hasSuffix("/index.html")
            })
        let page = try String(contentsOfFile: folder.path(name), encoding: .utf8)
        #expect(page.contains(#"<a href="../../../../index.html">"#))
        #expect(page.contains("--set truncation=3 --set seed=0"))
    }

    @Test func whatIsMissingIsSaid() throws {
        let folder = try TemporaryFolder()
        for (words, fault) in [
            ("", "run EXPERIMENT and report EXPERIMENT write it"),
            ("copy-horizon", "run copy-horizon --size quick makes it"),
            ("copy-horizon --size vast", "vast"), ("nothing", "nothing"),
            ("--size desk", "--size is that of an experiment"),
        ] {
            let ending = try open(words, folder.path)
            #expect(ending.code == 2 && ending.output.isEmpty, "\(words): \(ending.output)")
            #expect(ending.errors.contains(fault), "\(ending.errors)")
        }
    }
}
