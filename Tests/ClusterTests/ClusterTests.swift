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

    /// Six cells of some seconds.
    private static let longSweep = [
        "copy-horizon", "--size", "smoke", "--set", "truncation=2", "--set", "seed=0,1",
        "--set", "budget=3000",
    ]

    /// The cells of a sweep as one machine computes them.
    private func localCells(_ sweep: [String]) throws -> [String: Group] {
        let folder = try TemporaryFolder()
        let answer = try Tool.run(
            Tool.program, ["run"] + sweep + ["--results", folder.path, "--no-report"])
        #expect(answer.ending == .exited(0), "\(answer.errors)")
        return try Self.cells(in: folder.path)
    }

    /// The checkpoints of cells that are not finished.
    private func checkpoints(in results: String) -> [String] {
        let folder = results + "/smoke/copy-horizon/"
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "checkpoints")
        return (names ?? []).filter { name in
            name.hasSuffix(".h5")
                && !FileManager.default.fileExists(atPath: folder + "cells/" + name)
        }.map { folder + "checkpoints/" + $0 }
    }

    /// Has the checkpoints say that their cells have taken a thousand seconds: who goes on from one
    /// says so too in the end.
    private func mark(_ checkpoints: [String]) throws {
        for path in checkpoints {
            var root = try HDF5File.read(path)
            root.attributes["wall_time_s"] = .real(1000)
            try HDF5File.write(root, to: path)
        }
    }

    private func longest(in results: String) throws -> Double {
        let folder = results + "/smoke/copy-horizon/cells"
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .map { try CellRecord.readHeader("\(folder)/\($0)").provenance.wallTime }.max() ?? 0
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
        #expect(try Self.cells(in: results) == localCells(Self.sweep))
        #expect(
            try cluster.run(Tool.program, submission).output.contains("no cell is missing"))
    }

    @Test func theCellsOfANodeThatDiesAreRunByAnother() throws {
        let folder = try TemporaryFolder()
        let cluster = try Cluster(in: folder.path("slurm"), nodes: 2, cores: 2)
        let results = folder.path("results")
        let answer = try cluster.run(
            Tool.program,
            ["submit"] + Self.longSweep + ["--results", results]
                + ["--task-minutes", "0.01", "--cpus", "2", "--checkpoint-every", "0.2"])
        #expect(answer.ending == .exited(0), "\(answer.errors)")
        try cluster.wait { try cluster.tasks().contains { $0.hasSuffix("RUNNING n2") } }
        // A cell on each of the nodes, held where it has a checkpoint and is not done.
        var held: [pid_t] = []
        try cluster.wait {
            held = cluster.cells()
            for cell in held { _ = kill(cell, SIGSTOP) }
            if held.count == 2, checkpoints(in: results).count == 2 { return true }
            for cell in held { _ = kill(cell, SIGCONT) }
            return false
        }
        let doomed = try cluster.tasks().filter { $0.hasSuffix("RUNNING n2") }
            .compactMap { $0.split(separator: " ").first }
        try cluster.kill(node: 2)
        try mark(checkpoints(in: results))
        for cell in held { _ = kill(cell, SIGCONT) }
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
        #expect(try report(in: results).contains("6 complete"))
        #expect(try longest(in: results) >= 1000)
        #expect(try Self.cells(in: results) == localCells(Self.longSweep))
    }

    private static let hasMPI: Bool = {
        let isBuilt = ProcessInfo.processInfo.environment["PRESAGE_MPI"] == "1"
        if !isBuilt { print("skipped: workers on several nodes, without Open MPI") }
        return isBuilt
    }()

    private func tensors(in results: String) throws -> [Group] {
        let folder = results + "/smoke/locking-speed/cells"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 1)
        return try CellRecord.read("\(folder)/\(try #require(names.first))").groups
    }

    @Test(.enabled(if: hasMPI)) func workersOnTwoNodesGiveTheBitsOfOne() throws {
        let sweep = [
            "locking-speed", "--size", "smoke", "--set", "parallel=stale", "--set", "workers=2",
            "--set", "link=mpi", "--set", "budget=1000",
        ]
        let folder = try TemporaryFolder()
        let cluster = try Cluster(in: folder.path("slurm"), nodes: 2, cores: 2)
        let (two, one) = (folder.path("two"), folder.path("one"))
        let answer = try cluster.run(
            Tool.program, ["submit"] + sweep + ["--results", two, "--sbatch", "-N2"])
        #expect(answer.ending == .exited(0), "\(answer.errors)")
        #expect(answer.output.contains("with room for 3 processes a task"))
        var nodes: [String: String] = [:]
        try cluster.awaitEnd { nodes.merge(cluster.nodesOfRanks()) { $1 } }
        // Rank 0 is beside the cell, whose messages it hands on to the two workers.
        #expect(nodes == ["0": "n1", "1": "n1", "2": "n2"])
        let local = try Tool.run(
            Tool.program, ["run"] + sweep + ["--results", one, "--no-report"])
        #expect(local.ending == .exited(0), "\(local.errors)")
        let wanted = try tensors(in: one)
        #expect(try !wanted.isEmpty && tensors(in: two) == wanted)
    }
}
