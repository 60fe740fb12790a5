import Foundation
import Store
import Sweeps
import TestSupport
import Testing

@testable import Engine

@Suite struct CellIndexTests {
    private func states(of plan: Plan, in folder: ResultsFolder) -> [CellState] {
        var states: [CellState] = []
        folder.visit(plan) { _, state, _ in states.append(state) }
        return states
    }

    /// A folder with two complete cells, and an index of them.
    private func collected(_ root: borrowing TemporaryFolder) throws -> ResultsFolder {
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let plan = try samplePlan()
        try write(plan[1], to: folder)
        try write(plan[3], to: folder)
        _ = folder.collect(plan)
        return folder
    }

    private func index(_ folder: ResultsFolder) -> URL { URL(filePath: folder.file("cells.index")) }

    /// The index of a cell that takes a second says so without its file.
    @Test func whatCellsTookIsInTheIndex() throws {
        let root = try TemporaryFolder()
        let folder = try collected(root)
        var costs: [CellCost?] = []
        folder.visit(try samplePlan()) { costs.append($2) }
        let size = try Data(contentsOf: URL(filePath: folder.cell(samplePlan()[1]))).count
        #expect(costs[0] == nil && costs[1] == CellCost(wallTime: 1, bytes: size))
        let lines = try String(contentsOf: index(folder), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix(" 1.0") })
        try lines.map { $0.dropLast(3) + "7.5\n" }.joined()
            .write(to: index(folder), atomically: true, encoding: .utf8)
        costs = []
        folder.visit(try samplePlan()) { costs.append($2) }
        #expect(costs[1] == CellCost(wallTime: 7.5, bytes: size))
    }

    /// A folder is listed once; cells without files cost no look at each.
    @Test func filesAreLookedForOnce() throws {
        let root = try TemporaryFolder()
        let folder = try collected(root)
        let plan = try samplePlan()
        var states: [CellState] = []
        try folder.visit(plan) { cell, state, _ in
            if cell.index == 0 { try write(plan[2], to: folder) }
            states.append(state)
        }
        #expect(states == [.pending, .complete, .pending, .complete])
        #expect(self.states(of: plan, in: folder)[2] == .complete)
    }

    /// Ways to change a cell's file that leave its size and its time as they were.
    @Test(arguments: ["inPlace", "replaced", "linked", "unreadable"])
    func aChangedFileIsReadAgain(change: String) throws {
        let root = try TemporaryFolder()
        let folder = try collected(root)
        let plan = try samplePlan()
        let path = folder.cell(plan[1])
        var before = stat()
        #expect(stat(path, &before) == 0)
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 2] ^= 1
        switch change {
        case "inPlace": try bytes.write(to: URL(filePath: path))
        case "replaced": try bytes.write(to: URL(filePath: path), options: .atomic)
        case "linked":
            try bytes.write(to: URL(filePath: root.path("other")))
            #expect(unlink(path) == 0 && symlink(root.path("other"), path) == 0)
        default: #expect(chmod(path, 0) == 0)
        }
        #expect(utimensat(AT_FDCWD, path, [before.st_atim, before.st_mtim], 0) == 0)
        let found = states(of: plan, in: folder)
        #expect(found[1].status == .unusable && found[3] == .complete)
    }

    /// An index of another's making.
    @Test(
        arguments: [
            "", "\n\n\n", "garbage", "a b c d e f\n", "- 1 2 3 4 5\n", "x 1 2 3 4 nan\n",
            "x 1 2 3 4 -1\n", "x 99999999999999999999999 2 3 4 5\n", "x 1 2 3 4 1e999\n",
            "\u{0}\u{0}\u{0}", "../../../etc/passwd 1 2 3 4 5\n", "x 1 2\n",
        ])
    func anIndexThatIsNoneIsIgnored(text: String) throws {
        let root = try TemporaryFolder()
        let folder = try collected(root)
        try Data(text.utf8).write(to: index(folder))
        let expected: [CellState] = [.pending, .complete, .pending, .complete]
        #expect(try states(of: samplePlan(), in: folder) == expected)
    }

    @Test(arguments: ["folder", "pipe", "linkToNothing", "linkToItself", "huge"])
    func whatIsNoFileIsNoIndex(obstacle: String) throws {
        let root = try TemporaryFolder()
        let folder = try collected(root)
        let path = index(folder).path
        #expect(unlink(path) == 0)
        switch obstacle {
        case "folder": #expect(mkdir(path, 0o755) == 0)
        case "pipe": #expect(mkfifo(path, 0o644) == 0)
        case "linkToNothing": #expect(symlink("nowhere", path) == 0)
        case "linkToItself": #expect(symlink("cells.index", path) == 0)
        default:
            try Data().write(to: URL(filePath: path))
            #expect(truncate(path, 1 << 40) == 0)
        }
        let plan = try samplePlan()
        let expected: [CellState] = [.pending, .complete, .pending, .complete]
        #expect(states(of: plan, in: folder) == expected)
        // Nor does it keep a report from being made.
        #expect(folder.collect(plan)["status"]?.elements == .int64([1, 0, 1, 0]))
        #expect(states(of: plan, in: folder) == expected)
    }

    @Test func leavesNoTemporaryBehind() throws {
        let root = try TemporaryFolder()
        let folder = try collected(root)
        let kept = ["cells", "cells.index"]
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == kept)
        // Left by a writer that was killed.
        try Data().write(to: URL(filePath: folder.file(".tmp-0123456789abc")))
        try folder.prepare()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == kept)
    }
}

/// Bytes changed, cut, doubled and inserted anywhere in an index never change what cells are said to
/// be.
@Suite struct CellIndexChaosTests {
    @Test func aDamagedIndexChangesNothing() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let plan = try samplePlan()
        try write(plan[1], to: folder)
        try write(plan[2], to: folder, status: .failed, failure: "no luck")
        _ = folder.collect(plan)
        let url = URL(filePath: folder.file("cells.index"))
        let good = try Data(contentsOf: url)
        var numbers = TestNumbers(seed: 15)
        for trial in 0..<Chaos.trials(short: 300, long: 20_000) {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0 where !bytes.isEmpty:
                    bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes = bytes.prefix(place)
                case 2: bytes += bytes.dropFirst(place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
                }
                bytes = Data(bytes)
            }
            try bytes.write(to: url)
            var states: [CellState] = []
            folder.visit(plan) {
                states.append($1); _ = $2
            }
            #expect(
                states == [.pending, .complete, .failed("no luck"), .pending], "trial \(trial)")
        }
    }
}
