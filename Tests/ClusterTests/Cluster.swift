import Foundation
import Processes
import Testing

/// A cluster with Slurm on this machine, which ends with the value.
struct Cluster: ~Copyable {
    private let folder: String
    private let nodes: Int

    /// Whether Slurm is installed here.
    static let isPossible: Bool = {
        let needed = ["slurmctld", "slurmd", "sbatch", "scontrol"]
        let look = needed.map { "command -v \($0)" }.joined(separator: " && ")
        let answer = try? FinishedProcess.run(
            "sh", ["-c", "PATH=$PATH:/usr/sbin:/sbin; \(look)"], within: 10, outputLimit: 1 << 16)
        if answer?.ending == .exited(0) { return true }
        print("skipped: running on a cluster, since Slurm is not installed (slurmctld, slurmd)")
        return false
    }()

    /// Ports that no other cluster of this machine uses at the same time.
    private static func port(for folder: String) -> Int {
        let hash = folder.utf8.reduce(5381) { ($0 &* 33 &+ Int($1)) & 0xffff }
        return 20_000 + hash % 1000 * 10
    }

    init(in folder: String, nodes: Int, cores: Int) throws {
        self.folder = folder
        self.nodes = nodes
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try slurm(
            "start", "\(nodes)", "\(cores)", "\(Self.port(for: folder))", "\(getpid())")
    }

    deinit { try? slurm("stop") }

    /// Ends a node with all that runs on it.
    func kill(node: Int) throws { try slurm("kill-node", "n\(node)") }

    private func slurm(_ verb: String, _ arguments: String...) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "slurm.sh").path
        let answer = try FinishedProcess.run(
            "sh", [script, verb, folder] + arguments, within: 60, outputLimit: 1 << 16)
        #expect(
            answer.ending == .exited(0), "\(String(decoding: answer.complaints, as: UTF8.self))")
    }

    /// Runs a program that finds this cluster.
    func run(_ program: String, _ arguments: [String]) throws -> Tool.Answer {
        try Tool.run(program, arguments, environment: ["SLURM_CONF": "\(folder)/slurm.conf"])
    }

    /// The tasks that wait or run, a line each: `12_0 RUNNING n1`.
    func tasks() throws -> [String] {
        try run("squeue", ["-h", "-r", "-o", "%i %T %N"]).output
            .split(separator: "\n").map(String.init)
    }

    /// Waits until nothing waits or runs.
    /// - Parameter look: called about ten times a second meanwhile.
    func awaitEnd(within seconds: Double = 240, look: () throws -> Void = {}) throws {
        try wait(within: seconds) {
            try look()
            return try tasks().isEmpty
        }
    }

    /// Waits until something holds.
    func wait(
        within seconds: Double = 60, _ holds: () throws -> Bool
    ) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while try !holds() {
            if Date() > deadline {
                Issue.record("in vain after \(seconds) s; tasks: \(try tasks())")
                return
            }
            usleep(100_000)
        }
    }

    /// The processes of cells that run in this cluster's tasks.
    func cells() -> [pid_t] { processes(of: "train").map(\.identifier) }

    /// The nodes on which workers run that Open MPI has placed, by their ranks there.
    func nodesOfRanks() -> [String: String] {
        func value(_ name: String, _ variables: [String]) -> String? {
            variables.first { $0.hasPrefix(name + "=") }.map {
                String($0.dropFirst(name.count + 1))
            }
        }
        let pairs = processes(of: "worker").compactMap { process in
            value("OMPI_COMM_WORLD_RANK", process.variables).flatMap { rank in
                value("SLURMD_NODENAME", process.variables).map { (rank, $0) }
            }
        }
        return Dictionary(pairs) { $1 }
    }

    /// The processes of a command of the tool that run in this cluster's tasks.
    private func processes(of command: String) -> [(identifier: pid_t, variables: [String])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(pid_t.init).compactMap { process in
            let words = Self.strings("/proc/\(process)/cmdline")
            let variables = Self.strings("/proc/\(process)/environ")
            guard words.count > 1, words[1] == command,
                variables.contains("SLURM_CONF=\(folder)/slurm.conf")
            else { return nil }
            return (process, variables)
        }
    }

    private static func strings(_ path: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The command line tool, which lies beside the tests.
enum Tool {
    struct Answer {
        let ending: FinishedProcess.Ending
        let output: String
        let errors: String
    }

    static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "presage").path

    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Answer {
        let answer = try FinishedProcess.run(
            program, arguments, environment: environment, within: 240, outputLimit: 1 << 20)
        return Answer(
            ending: answer.ending, output: String(decoding: answer.output, as: UTF8.self),
            errors: String(decoding: answer.complaints, as: UTF8.self))
    }
}
