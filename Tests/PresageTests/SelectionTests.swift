import Foundation
import Store
import TestSupport
import Testing

/// Parts of a sweep: which cells commands run, list and count.
@Suite struct SelectionTests {
    private static let sweep = "copy-horizon --size smoke --set truncation=2,3 --set seed=0"

    private func cells(_ folder: borrowing TemporaryFolder) throws -> [String] {
        try folder.contents().filter { $0.contains("cells/") && $0.hasSuffix(".h5") }
    }

    /// Gives a cell's file another state.
    private func change(
        _ name: String, to status: CellStatus, in folder: borrowing TemporaryFolder
    ) throws {
        var record = try CellRecord.read(folder.path(name))
        record.header.status = status
        record.header.failure = "by hand"
        try record.write(to: folder.path(name))
    }

    @Test func nothingOfTheKindIsOneLineAndNoReport() throws {
        let folder = try TemporaryFolder()
        for only in ["failed", "diverged", "unusable"] {
            let ending = try Tool.run("run \(Self.sweep) --only \(only)", results: folder.path)
            #expect(ending.code == 0 && ending.output.isEmpty)
            #expect(
                ending.errors == "copy-horizon: nothing to run of 6 cells: 6 pending\n",
                "\(ending.errors)")
        }
        #expect(try folder.contents().isEmpty)
    }

    @Test func onlyTheStateAskedForIsRun() throws {
        let folder = try TemporaryFolder()
        let first = try Tool.run(
            "run \(Self.sweep) --where truncation=3 --where method=sg_linear,truncated_bptt",
            results: folder.path)
        #expect(first.code == 0 && first.errors.contains("[2/2]"), "\(first.errors)")
        let names = try cells(folder)
        #expect(names.count == 2 && names.allSatisfy { $0.contains("truncation_3") })
        try change(names[0], to: .failed, in: folder)
        try change(names[1], to: .diverged, in: folder)
        func status(_ options: String) throws -> String {
            try Tool.run("status \(Self.sweep) \(options)", results: folder.path).output
        }
        #expect(try status("").hasPrefix("pending: 4 of 6\nfailed: 1 of 6\ndiverged: 1 of 6\n"))
        #expect(try status("--where truncation=2") == "pending: 3 of 3\n")
        #expect(try status("--only diverged").hasPrefix("diverged: 1 of 1\ndiverged  truncation=3"))
        #expect(try status("--only unusable") == "no such cell\n")
        let listed = try Tool.run("plan \(Self.sweep) --only failed", results: folder.path).output
        #expect(listed.hasPrefix("failed  truncation=3") && listed.contains("\n1 cells in "))
        #expect(try Tool.run("run \(Self.sweep) --only failed", results: folder.path).code == 0)
        #expect(try status("").hasPrefix("complete: 1 of 6\npending: 4 of 6\ndiverged: 1 of 6\n"))
        #expect(try Tool.run("run \(Self.sweep) --only diverged", results: folder.path).code == 0)
        #expect(try status("") == "complete: 2 of 6\npending: 4 of 6\n")
        let rest = try Tool.run(
            "run \(Self.sweep) --only missing --where truncation=2", results: folder.path)
        #expect(rest.code == 0 && rest.errors.contains("[3/3]"), "\(rest.errors)")
        #expect(try status("") == "complete: 5 of 6\npending: 1 of 6\n")
    }

    @Test func anEstimateComesFromFinishedSiblings() throws {
        let folder = try TemporaryFolder()
        let dry = "run \(Self.sweep) --dry-run"
        let none = try Tool.run(dry, results: folder.path)
        #expect(
            none.output.hasSuffix("6 of 6 cells would run\nno finished cell to estimate from\n"))
        #expect(try folder.contents().isEmpty)
        let method = "--where method=sg_linear"
        #expect(try Tool.run("run \(Self.sweep) \(method)", results: folder.path).code == 0)
        for name in try cells(folder) {
            var record = try CellRecord.read(folder.path(name))
            record.header.provenance.wallTime = 100
            try record.write(to: folder.path(name))
        }
        // Four cells of other methods, like those two: each takes about 100 seconds.
        let some = try Tool.run("\(dry) --jobs 2", results: folder.path).output
        let line = try #require(some.split(separator: "\n").last)
        #expect(line.contains(/^about 3:\d\d with 2 jobs, \d+ kB$/), "\(some)")
        let plan = try Tool.run("plan \(Self.sweep)", results: folder.path).output
        #expect(plan.contains("\n4 to run: about "), "\(plan)")
    }

    /// What is printed for a cell does not grow with the sweep.
    @Test func aDryRunOfALongAxisIsShort() throws {
        let folder = try TemporaryFolder()
        let seeds = (0..<400).map(String.init).joined(separator: ",")
        let ending = try Tool.run(
            "run copy-horizon --size smoke --set truncation=3 --set method=oracle "
                + "--set seed=\(seeds) --dry-run", results: folder.path)
        let lines = ending.output.split(separator: "\n")
        #expect(ending.code == 0 && lines.count == 402)
        let longest = try #require(lines.map(\.count).max())
        #expect(longest < 300, "\(longest)")
    }
}
