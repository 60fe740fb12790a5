import Foundation
import Store
import TestSupport
import Testing

/// Sweeps on a real Slurm, without systemd, on nodes that share this machine.
@Suite(.serialized, .enabled(if: Cluster.isPossible)) struct ClusterTests {
    /// Twelve cells of some tenths of a second.
    private static let sweep = [
        "copy-horizon", "--size", "smoke", "--set", "truncation=2,3", "--set", "seed=0,1",
        "--set", "budget=1000",
    ]

    private static func cells(in results: String) throws -> [String: Group] {
        let folder = results + "/smoke/copy-horizon/cells"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".h5") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                var root = try HDF5File.read("\(folder)/\(name)")
                for attribute in Provenance.attributeNames { root.attributes[attribute] = nil }
                return (name, root)
            })
    }

    private func statuses(in results: String) throws -> [CellStatus] {
        let folder = results + "/smoke/copy-horizon/cells"
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".h5") }
            .map { try CellRecord.readHeader("\(folder)/\($0)").status }
    }

    private func report(in results: String) throws -> String {
        let path = results + "/smoke/copy-horizon/slurm"
        let stamp = try FileManager.default.contentsOfDirectory(atPath: path).max() ?? ""
        return try String(contentsOfFile: "\(path)/\(stamp)/logs/report.txt", encoding: .utf8)
    }

    /// The cells of the sweep as one machine computes them, computed once.
    private static let localCells = Result {
        let folder = try TemporaryFolder()
        let answer = try Tool.run(
            Tool.program, ["run"] + sweep + ["--results", folder.path, "--no-report"])
        #expect(answer.ending == .exited(0), "\(answer.errors)")
        return try cells(in: folder.path)
    }

    /// A path with blanks and signs that shells and Slurm take to mean something.
    private static let oddName = "a b'c$d%a"

    @Test func aNodeRunsAsMuchAsItHasCoresAndAFailedCellIsARow() throws {
        let folder = try TemporaryFolder()
        let cluster = try Cluster(in: folder.path("slurm"), nodes: 1, cores: 2)
        let results = folder.path(Self.oddName)
        let submission =
            ["submit"] + Self.sweep + ["--results", results, "--task-minutes", "0.01"]
        let answer = try cluster.run(Tool.program, submission)
        #expect(answer.ending == .exited(0), "\(answer.errors)")
        #expect(answer.output.contains("12 cells in "), "\(answer.output)")
        #expect(answer.output.contains("presage status copy-horizon --size smoke '--results="))

        var (most, killed) = (0, false)
        try cluster.awaitEnd {
            let running = cluster.cells()
            most = max(most, running.count)
            if !killed, let cell = running.first { killed = kill(cell, SIGKILL) == 0 }
        }
        #expect(most == 2)
        #expect(try statuses(in: results).count { $0 == .complete } == 11)
        #expect(try statuses(in: results).count { $0 == .failed } == 1)
        #expect(try report(in: results).contains("11 complete, 1 failed"))

        // What failed is all that a second submission runs.
        let again = try cluster.run(Tool.program, submission)
        #expect(again.output.contains("1 cell in 1 task "), "\(again.output)")
        try cluster.awaitEnd()
        #expect(try report(in: results).contains("12 complete"))
        #expect(try Self.cells(in: results) == Self.localCells.get())
        #expect(
            try cluster.run(Tool.program, submission).output.contains("no cell is missing"))
    }

    @Test func theCellsOfANodeThatDiesAreRunByAnother() throws {
        let folder = try TemporaryFolder()
        let cluster = try Cluster(in: folder.path("slurm"), nodes: 2, cores: 2)
        let results = folder.path("results")
        let answer = try cluster.run(
            Tool.program,
            ["submit"] + Self.sweep
                + ["--results", results, "--task-minutes", "0.01", "--cpus", "2"])
        #expect(answer.ending == .exited(0), "\(answer.errors)")
        try cluster.wait { try cluster.tasks().contains { $0.hasSuffix("RUNNING n2") } }
        try cluster.wait { !cluster.cells().isEmpty }
        let doomed = try cluster.tasks().filter { $0.hasSuffix("RUNNING n2") }
            .compactMap { $0.split(separator: " ").first }
        try cluster.kill(node: 2)
        #expect(!doomed.isEmpty)
        // Slurm finds out itself, and queues the tasks again.
        var requeued = false
        try cluster.awaitEnd {
            let tasks = try cluster.tasks()
            requeued =
                requeued
                || tasks.contains { task in
                    doomed.contains { task.hasPrefix("\($0) ") } && !task.hasSuffix(" n2")
                }
        }
        #expect(requeued)
        #expect(try report(in: results).contains("12 complete"))
        #expect(try Self.cells(in: results) == Self.localCells.get())
    }
}
