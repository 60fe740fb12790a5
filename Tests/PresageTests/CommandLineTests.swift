import Foundation
import TestSupport
import Testing

@testable import Presage

/// What someone types wrong is one line that says what would be right, and exit code 2.
@Suite struct CommandLineTests {
    private static let experiment = Experiment("sample") {
        Problem(.copy(symbols: 2))
        Network(.lstm(units: 4))
        Sweep {
            Axis(.truncation, [2, 3])
            Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
            Seeds(2)
        }
        Size(.smoke, updates: 2)
    }

    /// The exit code and the lines of an error.
    private static func complaints(_ arguments: [String]) -> (code: Int32, lines: [String]) {
        var lines: [String] = []
        let code = PresageTool.run(arguments, [experiment]) { lines.append($0) }
        return (code, lines)
    }

    static let usage: [([String], [String])] = [
        (["frobnicate"], ["'frobnicate'", "\(CommandWords.line([CommandWords.program])) --help"]),
        (["plan"], ["'<experiment>'", " help plan"]),
        (["run", "sample", "--sizes", "smoke"], ["'--sizes'", " help run"]),
        (["plan", "sample", "--size"], ["'--size <size>'", " help plan"]),
        (["plan", "sample", "x\ny"], [#"'x\ny'"#, " help plan"]),
        (["plan", "sample", "--", "--size"], ["'--size'"]),
        (["list", "--settings", "--words"], ["exclude each other", " help list"]),
        (["plan", "sample", "--size", "smoke", "--size", "smoke"], ["--size is given twice"]),
        (["plan", "sample", "--size=smoke", "--size", "quick"], ["--size is given twice"]),
        (["plan", "sample", "--results", "a", "--results", "b"], ["--results is given twice"]),
        (["run", "sample", "--jobs", "1", "--jobs", "2"], ["--jobs is given twice"]),
        (["run", "sample", "--capture", "1", "--capture=1"], ["--capture is given twice"]),
        (["plan", "sample", "--results", ""], ["--results is ''", "path of a folder"]),
        (["plan", "sample", "--results="], ["--results"]),
        (
            ["plan", "sample", "--results", String(repeating: "a", count: 256)],
            ["up to 255 bytes"]
        ),
        (
            ["plan", "sample", "--results", String(repeating: "a/", count: 1600)],
            ["3000 in all"]
        ),
        (["plan", "a\nb"], [#"unknown experiment 'a\nb'"#]),
        (["plan", "sample", "--size", "a\nb"], [#"'a\nb'"#]),
        (["plan", "sample", "--set", "a\nb=3"], [#"unknown setting 'a\nb'"#]),
        (["plan", "sample", "--set", "units=3\n"], [#"units is '3\n'"#]),
        (["plan", "sample", "--set", "units=\u{1b}[31m"], [#"'\u{1B}[31m'"#]),
        (["run", "sample", "--jobs", "1\n"], [#"--jobs is '1\n'"#]),
        (
            [
                "plan", "sample", "--size", "smoke", "--set", "task=text", "--set", "data=/no\n",
            ], [#"/no\n"#]
        ),
        (
            ["cell", "sample", "--size", "smoke", "--at", "seed=0", "--at", "seed=1"],
            ["seed is given twice"]
        ),
    ]

    @Test(arguments: usage)
    func whatIsTypedWrongIsOneLine(arguments: [String], words: [String]) {
        let (code, lines) = Self.complaints(arguments)
        #expect(code == 2)
        #expect(lines.count == 1 && lines.allSatisfy { !$0.contains { $0.isNewline } })
        #expect(lines.allSatisfy { $0.hasPrefix("error: ") })
        for word in words { #expect(lines.first?.contains(word) == true, "\(lines)") }
    }

    /// A run that no machine can hold is refused before a byte of it is taken, by the settings that
    /// make it large.
    static let large: [([String], [String])] = [
        (
            ["units=8192", "batch=65536", "truncation=100000", "remainder=masked"],
            ["batch=65536", "truncation=100000", "units=8192"]
        ),
        (
            ["method=sg_mlp", "synthesizer_hidden=65536", "synthesizer_layers=16"],
            ["synthesizer_hidden=65536", "synthesizer_layers=16"]
        ),
        (
            [
                "method=sg_mlp_conditioned", "condition_steps=1000", "synthesizer_hidden=65536",
                "symbols=256", "units=8192",
            ], ["synthesizer_hidden=65536", "condition_steps=1000"]
        ),
        (
            ["method=sg_linear_conditioned", "truncation=100000", "symbols=256", "units=8192"],
            ["units=8192", "truncation=100000"]
        ),
        (
            ["diagnose_every=1", "truncation=100000", "batch=65536"],
            ["truncation=100000", "batch=65536"]
        ),
        (["budget=1000000000", "record_every=1"], ["budget=1000000000", "record_every=1"]),
        (
            ["budget=1000000000", "record_every=1000000000", "diagnose_every=1"],
            ["budget=1000000000", "diagnose_every=1"]
        ),
        (
            ["diagnose_at=0", "diagnosis_length=1", "batch=1", "ceiling_samples=1", "units=8192"],
            ["ceiling_samples=1", "units=8192"]
        ),
        (["capture=1000", "units=8192"], ["capture=1000", "units=8192"]),
        (
            ["task=images", "data=mnist1d", "method=backprop", "units=8192", "depth=256"],
            ["units=8192", "depth=256"]
        ),
        (
            [
                "task=images", "data=mnist1d", "method=sg_mlp", "placement=all",
                "synthesizer_hidden=65536", "synthesizer_layers=16",
            ], ["synthesizer_hidden=65536"]
        ),
        (
            [
                "task=images", "data=mnist1d", "method=backprop", "placement=all",
                "input_synthesizer=mlp", "synthesizer_hidden=65536", "synthesizer_layers=16",
            ], ["synthesizer_hidden=65536"]
        ),
    ]

    @Test(arguments: large)
    func whatNoMemoryHoldsIsRefused(settings: [String], words: [String]) {
        // Where the budget is none of the settings a small one keeps curves from being the largest.
        let budget = settings.contains { $0.hasPrefix("budget=") } ? [] : ["budget=1"]
        let (code, lines) = Self.complaints(
            ["plan", "sample", "--size", "smoke"] + (settings + budget).flatMap { ["--set", $0] })
        #expect(code == 2)
        #expect(lines.count == 1)
        for word in words + ["a run would take", "of this machine"] {
            #expect(lines.first?.contains(word) == true, "\(lines)")
        }
    }

    /// A dry run prints for each cell a command that is short and gives the same file.
    @Test(arguments: [
        "--set seed=0-999", "--set method=bptt,sg_linear_warm_up --set warm_up=3,4",
        "--set units=3,4 --set learning_rate=0.01 --set sg_scale=0.5", "--set truncation=4-5",
    ])
    func aDryRunsCommandsGiveTheCellsAlone(overrides: String) throws {
        let folder = try TemporaryFolder()
        let all = try Tool.run(
            "run copy-horizon --size smoke --dry-run --set budget=1 " + overrides,
            results: folder.path)
        #expect(all.code == 0, "\(all.errors)")
        let commands = all.output.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("\(Tool.program) cell ") }
        #expect(all.output.contains("\n\(commands.count) of \(commands.count) cells would run\n"))
        #expect(commands.allSatisfy { $0.utf8.count < 600 + Tool.program.utf8.count })
        let last = try #require(commands.last)
        let words = last.split(separator: " ").dropFirst().joined(separator: " ")
        #expect(try Tool.run(words).code == 0)
        let cells = try folder.contents().filter { $0.hasSuffix(".h5") }
        #expect(cells.count == 1)
        let plan = try Tool.run(
            "plan copy-horizon --size smoke --set budget=1 " + overrides, results: folder.path)
        #expect(plan.output.split(separator: "\n").count { $0.hasPrefix("complete ") } == 1)
    }

    @Test(arguments: [
        ("plain-1_2=3.txt,a/b:+", "plain-1_2=3.txt,a/b:+"), ("", "''"), ("a b", "'a b'"),
        ("a'b", #"'a'\''b'"#), ("$(id)", "'$(id)'"), ("é", "'é'"), ("a\nb'", #"$'a\012b\''"#),
        ("\t\\é", #"$'\011\\\303\251'"#),
    ])
    func aWordIsQuotedSoThatAShellReadsItBack(word: String, quoted: String) throws {
        #expect(shellQuoted(word) == quoted)
        let echoed = try Tool.run("/usr/bin/env", ["bash", "-c", "printf %s " + quoted])
        #expect(echoed.output == word)
        #expect(!quoted.contains { $0.isNewline })
    }

    /// A folder whose name begins with a minus sign is no option of the command that redoes a cell.
    @Test func aResultsFolderWithAMinusSignIsNoOption() throws {
        let run = try Tool.run(
            "run copy-horizon --size smoke --dry-run --results=-x --set seed=0")
        #expect(run.code == 0)
        let command = try #require(run.output.split(separator: "\n").first)
        #expect(command.contains(" --results=-x "))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScriptsAreWritten(shell: String) throws {
        let script = try Tool.run("--generate-completion-script \(shell)")
        #expect(script.code == 0)
        #expect(script.output.contains("dry-run") && script.output.contains("presage"))
    }
}
