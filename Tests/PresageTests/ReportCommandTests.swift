import Foundation
import Store
import TestSupport
import Testing

/// What `report`, `run` and `compare` write, and what they leave as it is.
@Suite struct ReportCommandTests {
    private static let smoke = "copy-horizon --size smoke"
    private static let folder = "smoke/copy-horizon/"

    /// All files of a folder with their bytes.
    private func content(_ folder: borrowing TemporaryFolder) throws -> [String: Data] {
        let names = try folder.contents()
        return Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, FileManager.default.contents(atPath: folder.path(name)) ?? Data())
            })
    }

    /// Makes a folder with the page of `cells` complete cells, as a fresh clone has it.
    /// - Parameter collected: whether the collected file is there too.
    private func page(
        of cells: Int, collected: Bool = true, in folder: borrowing TemporaryFolder
    ) throws {
        let path = folder.path(Self.folder) + "/"
        try FileManager.default.createDirectory(
            atPath: path + "/figures", withIntermediateDirectories: true)
        let lines = (0..<cells).map { "2,truncated_bptt,\($0),complete,1.0,cell_\($0),\n" }
        let runs = "truncation,method,seed,status,train_loss,cell_id,failure\n" + lines.joined()
        for (name, text) in [
            ("runs.csv", runs), ("report.txt", "the page\n"), ("curves.csv", "curves\n"),
            ("figures/old.svg", "Produced by GNUPLOT"), ("copy-horizon.h5", "collected"),
        ] where collected || name != "copy-horizon.h5" {
            try Data(text.utf8).write(to: URL(filePath: path + name))
        }
    }

    @Test func aReportOfNothingWritesNothing() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<2 {
            let before = try content(folder)
            let ending = try Tool.run("report \(Self.smoke)", results: folder.path)
            #expect(ending.code == 1)
            #expect(ending.output.isEmpty)
            #expect(
                ending.errors == """
                    error: nothing to report: no cell of copy-horizon has been run in \
                    \(folder.path)/smoke/copy-horizon: \(Tool.program) run copy-horizon --size smoke \
                    --results=\(folder.path) begins them

                    """)
            // A run of nothing reports nothing either.
            let run = try Tool.run("run \(Self.smoke) --only failed", results: folder.path)
            #expect(run.output.isEmpty && run.errors.contains("nothing to run"), "\(run.errors)")
            #expect(try content(folder) == before)
            // The second time there is a page.
            try page(of: 30, collected: false, in: folder)
        }
    }

    /// After a fresh clone, a run of a few cells leaves the committed page as it is.
    @Test func aPageOfMoreCellsIsNotWrittenOver() throws {
        let folder = try TemporaryFolder()
        try page(of: 30, in: folder)
        let before = try content(folder)
        let one = "--at truncation=3 --at method=truncated_bptt --at seed=0"
        #expect(try Tool.run("cell \(Self.smoke) \(one)", results: folder.path).code == 0)
        let ending = try Tool.run("report \(Self.smoke)", results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.errors.contains("shows the results of 30 cells, and 1 are here"))
        #expect(ending.errors.contains("--replace"))
        let after = try content(folder)
        for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
        #expect(after[Self.folder + "partial/report.txt"] != nil)
        #expect(after[Self.folder + "partial/copy-horizon.h5"] != nil)

        // Said aloud, it is.
        let replaced = try Tool.run("report \(Self.smoke) --replace", results: folder.path)
        #expect(replaced.code == 0)
        let last = try content(folder)
        #expect(last[Self.folder + "report.txt"] != before[Self.folder + "report.txt"])
        #expect(last[Self.folder + "figures/old.svg"] == nil)
        #expect(!last.keys.contains { $0.contains("partial") })
    }

    /// A page that does not say how many cells it has may have many.
    @Test func aPageThatCannotBeReadIsNotWrittenOver() throws {
        let folder = try TemporaryFolder()
        try page(of: 3, in: folder)
        let path = folder.path(Self.folder) + "/"
        try Data("no table".utf8).write(to: URL(filePath: path + "runs.csv"))
        _ = try Tool.run(
            "cell \(Self.smoke) --at truncation=3 --at method=truncated_bptt --at seed=0",
            results: folder.path)
        let ending = try Tool.run("report \(Self.smoke)", results: folder.path)
        #expect(ending.code == 0)
        #expect(try String(contentsOfFile: path + "report.txt", encoding: .utf8) == "the page\n")
        #expect(try String(contentsOfFile: path + "runs.csv", encoding: .utf8) == "no table")
    }

    /// Sweeps with --set or --capture share cells with the plain one, but no page.
    @Test func overriddenSweepsHavePagesOfTheirOwn() throws {
        let folder = try TemporaryFolder()
        let sweep = "run \(Self.smoke) --set seed=0 --set method=truncated_bptt"
        for extra in ["--set truncation=2,3", "--set truncation=3,2", "--set truncation=3"] {
            let ending = try Tool.run("\(sweep) \(extra)", results: folder.path)
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(
                ending.output.contains(
                    "Overridden: seed=0 method=truncated_bptt \(extra.dropFirst(6)). The "))
        }
        #expect(
            try Tool.run("\(sweep) --set truncation=3 --capture 1", results: folder.path).code == 0)
        let names = try folder.contents()
        #expect(!names.contains(Self.folder + "report.txt"))
        let pages = names.filter { $0.hasSuffix("/report.txt") }
        #expect(pages.count == 4)
        #expect(pages.allSatisfy { $0.hasPrefix(Self.folder + "overridden/") })
        // Two plain cells and one with its first window.
        #expect(names.count { $0.contains("cells/") && $0.hasSuffix(".h5") } == 3)
    }

    /// Without gnuplot all is there but the figures.
    @Test func withoutGnuplotTheReportIsWritten() throws {
        let folder = try TemporaryFolder()
        let empty = folder.path("empty")
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        let ending = try Tool.run(
            "/usr/bin/env",
            [
                "PATH=\(empty)", Tool.program, "run", "copy-horizon", "--size", "smoke", "--set",
                "truncation=3", "--set", "seed=0", "--results", folder.path,
            ])
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(
            ending.output.contains("Figure: solved_length.svg is not drawn: gnuplot is missing"))
        let names = try folder.contents()
        for name in ["report.txt", "runs.csv", "curves.csv", "copy-horizon.h5"] {
            #expect(names.contains { $0.hasSuffix("/" + name) }, "\(name)")
        }
    }

    /// A finite number beyond all bounds is a number in a table.
    @Test func hugeNumbersAreReported() throws {
        let folder = try TemporaryFolder()
        let sweep = "\(Self.smoke) --set truncation=3 --set seed=0"
        #expect(try Tool.run("run \(sweep)", results: folder.path).code == 0)
        let cells = try folder.contents().filter { $0.contains("cells/") }
        for (name, value) in zip(cells, [1.8e20, -1e300, .infinity]) {
            var record = try CellRecord.read(folder.path(name))
            for (index, dataset) in record.datasets.enumerated() where !dataset.isCoordinate {
                guard let count = dataset.elements.reals?.count else { continue }
                record.datasets[index] = Dataset(
                    dataset.name, dimensions: dataset.dimensions, shape: dataset.shape,
                    .float64(Array(repeating: value, count: count)), attributes: dataset.attributes)
            }
            try record.write(to: folder.path(name))
        }
        let ending = try Tool.run("report \(sweep)", results: folder.path)
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains("1.8e+20 (1)") && ending.output.contains("3 complete"))
    }

    @Test func twoFoldersAreCompared() throws {
        let first = try TemporaryFolder()
        let second = try TemporaryFolder()
        let sweep = "run \(Self.smoke) --set method=truncated_bptt"
        #expect(
            try Tool.run("\(sweep) --set truncation=2,3 --set seed=0,1", results: first.path).code
                == 0)
        #expect(
            try Tool.run("\(sweep) --set truncation=3,5 --set seed=0,1", results: second.path).code
                == 0)
        func page(_ folder: borrowing TemporaryFolder) throws -> String {
            let name = try #require(try folder.contents().first { $0.hasSuffix("/runs.csv") })
            return folder.path(name.replacing("/runs.csv", with: ""))
        }
        let (a, b) = (try page(first), try page(second))
        let ending = try Tool.run("compare \(a) \(b)")
        #expect(ending.code == 0, "\(ending.errors)")
        let words = ending.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains(
                "Cells: 2 at the same place, 2 only in A, 2 only in B. Equal in all but time: 2 of 2."
            ), "\(ending.output)")

        // Bad input, one line each.
        for arguments in [
            "compare \(a) /nowhere", "compare -x \(a)", "compare \(a) nocommit:results",
            "compare \(first.path) \(b)", "compare a b",
        ] {
            let ending = try Tool.run(arguments)
            #expect(ending.code == 2, "\(arguments): \(ending.errors)")
        }
    }
}
