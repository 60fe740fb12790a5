import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Presage

/// Submissions up to the door of Slurm; ClusterTests go through it.
@Suite struct SubmitTests {
    private static let submission =
        "submit copy-horizon --size smoke --set truncation=2,3 --set seed=0,1"

    /// Runs the tool where the commands of Slurm are these scripts and no others.
    private func run(
        _ arguments: String, _ commands: [String: String], in folder: borrowing TemporaryFolder
    ) throws -> Tool.Ending {
        let bin = folder.path("bin")
        try FileManager.default.createDirectory(
            atPath: bin, withIntermediateDirectories: true)
        for (name, script) in commands {
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: "\(bin)/\(name)"))
            #expect(chmod("\(bin)/\(name)", 0o755) == 0)
        }
        let words = arguments.split(separator: " ").map(String.init)
        return try Tool.run(
            "/usr/bin/env",
            ["PATH=\(bin)", Tool.program] + words + ["--results", folder.path("results")])
    }

    @Test func aDryRunShowsTheScriptsAndWritesNothing() throws {
        let folder = try TemporaryFolder()
        let ending = try run(
            Self.submission + " --dry-run --cpus 2 --at-once 3 --partition short --sbatch --mem=1G",
            [:], in: folder)
        #expect(ending.code == 0, "\(ending.errors)")
        for text in [
            "12 cells in 1 task ", "--array=0-0%3", "--cpus-per-task=2", "--requeue",
            "--partition=short --mem=1G", "--dependency=afterany:ARRAY", "#!/bin/bash\n",
            "run copy-horizon --size smoke --results=\(folder.path("results"))",
            "/tasks/\"$SLURM_ARRAY_TASK_ID\".txt --no-report --jobs",
        ] {
            #expect(ending.output.contains(text), "\(text) in \(ending.output)")
        }
        #expect(try folder.contents() == ["bin"])
    }

    @Test func withoutSlurmItSaysSo() throws {
        let folder = try TemporaryFolder()
        let ending = try run(Self.submission, [:], in: folder)
        #expect(ending.code == 1)
        #expect(
            ending.errors
                == "error: there is no sbatch here: submit where Slurm is installed, or see the "
                + "scripts with --dry-run\n")
    }

    @Test func whatSlurmRefusesIsSaidInItsWords() throws {
        let folder = try TemporaryFolder()
        let refusal = "echo sbatch: error: invalid partition specified: x >&2; exit 1"
        let ending = try run(Self.submission, ["sbatch": refusal], in: folder)
        #expect(ending.code == 1)
        #expect(ending.errors.contains("error: Slurm refuses the job: sbatch: error: invalid part"))
    }

    @Test func theSizeOfAnArrayIsSlurms() throws {
        let folder = try TemporaryFolder()
        let ending = try run(
            Self.submission + " --task-minutes 0.01",
            [
                "scontrol": "echo 'MaxArraySize            = 5'",
                "sbatch": "for a; do case $a in --array*) echo $a >&2;; esac; done; echo '17;c'",
            ], in: folder)
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains(": job 17\n"), "\(ending.output)")
        let lists = try folder.contents().filter { $0.contains("/tasks/") }
        #expect(lists.count <= 5 && !lists.isEmpty)
        let names = try lists.flatMap {
            try String(contentsOfFile: folder.path($0), encoding: .utf8).split(separator: "\n")
        }
        #expect(names.count == 12 && Set(names).count == 12)
    }

    @Test(
        arguments: [
            ("--task-minutes=-1", "--task-minutes is '-1'"), ("--cpus=0", "--cpus is '0'"),
            ("--at-once=many", "--at-once is 'many'"), ("--sbatch=mem", "--sbatch is 'mem'"),
        ])
    func badOptionsAreNamed(option: String, message: String) throws {
        let folder = try TemporaryFolder()
        let ending = try run(Self.submission + " " + option, [:], in: folder)
        #expect(ending.code == 2)
        #expect(ending.errors.contains(message), "\(ending.errors)")
    }

    /// The script starts the words it was made of, whatever is in them.
    @Test func wordsGoThroughTheShellUnchanged() throws {
        let folder = try TemporaryFolder()
        let odd = folder.path("a b'c$HOME%a\"\\`id`\n;")
        try FileManager.default.createDirectory(
            atPath: odd, withIntermediateDirectories: true)
        let words = ["/usr/bin/printf", "%s\\0", "$(id)", "a'b", "", "*", "-n", "x\ty"]
        let array = SlurmArray(
            folder: odd, workingFolder: odd, experiment: "e", request: .init(), taskCount: 1,
            run: words, report: words)
        try Data(array.arrayText(quoted: shellQuoted).utf8)
            .write(to: URL(filePath: array.arrayScript))
        let ending = try Tool.run(
            "/usr/bin/env", ["SLURM_ARRAY_TASK_ID=7", "bash", array.arrayScript])
        #expect(
            ending.output.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
                == words.dropFirst(2)
                + ["--cells", "\(odd)/tasks/7.txt", "--no-report", "--jobs", "1", ""])
    }

    @Test func onlyTheCellsOfAListAreRun() throws {
        let folder = try TemporaryFolder()
        let list = folder.path("list")
        let arguments = " --set truncation=2 --set seed=0 --cells \(list) --no-report"
        try Data("nothing-like-that\n".utf8).write(to: URL(filePath: list))
        let wrong = try Tool.run("run copy-horizon --size smoke" + arguments, results: folder.path)
        #expect(wrong.code == 2)
        #expect(wrong.errors.contains("'nothing-like-that' is no cell of copy-horizon"))
        let none = try Tool.run(
            "run copy-horizon --size smoke --cells \(folder.path("gone"))", results: folder.path)
        #expect(none.code == 2 && none.errors.contains("gone' cannot be read"))

        let full = try Tool.run(
            "run copy-horizon --size smoke --set truncation=2 --set seed=0 --no-report",
            results: folder.path)
        #expect(full.code == 0 && full.output.isEmpty, "\(full.errors)")
        let cells = try folder.contents().filter { $0.hasSuffix(".h5") }
        #expect(cells.count == 3)
        for cell in cells { try FileManager.default.removeItem(atPath: folder.path(cell)) }
        let name = try #require(cells.first?.split(separator: "/").last?.dropLast(3))
        try Data("\(name)\n".utf8).write(to: URL(filePath: list))
        let one = try Tool.run("run copy-horizon --size smoke" + arguments, results: folder.path)
        #expect(one.code == 0, "\(one.errors)")
        #expect(try folder.contents().filter { $0.hasSuffix(".h5") } == [cells[0]])
    }
}
