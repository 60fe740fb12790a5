import Foundation
import TestSupport
import Testing

@testable import Presage

/// Whatever comes as the job of a cell: it is run until the end of the input stops it, fails, or is
/// refused in one line. Nothing crashes or hangs.
@Suite(.serialized) struct JobChaosTests {
    @Test func anyJobIsRunOrRefused() async throws {
        let folder = try TemporaryFolder()
        var grammar = JobGrammar(seed: 17)
        let trials = (0..<Chaos.trials(short: 40, long: 600)).map { _ in
            ProgramTrial(arguments: ["train"], input: grammar.next())
        }
        let outcomes = try await ProgramTrial.outcomes(of: trials, in: folder.path)
        let (failed, refused) = (outcomes[1, default: 0], outcomes[2, default: 0])
        let run = outcomes[0, default: 0] + outcomes[75, default: 0]
        // None must be rare, or the jobs try little.
        #expect(
            [run, failed, refused].allSatisfy { $0 * 20 > trials.count }, "\(outcomes)")
    }
}

/// Jobs at random: right ones, with some of their members, settings or characters made nasty.
struct JobGrammar {
    private var numbers: TestNumbers

    init(seed: UInt64) { numbers = TestNumbers(seed: seed) }

    /// JSON of every type, most of which is wrong wherever it stands.
    static let nasty =
        [
            "null", "true", "[]", "{}", "\"\"", "\"x\"", "0", "-1", "1.5", "-0.0", "1e5", "1e300",
            "1e999", "9223372036854775808", "[[[", "{\"a\":{}}", "\"\\u0000\"", "\"\\ud800\"",
            "\"a\\nb\"", "\"..\"", "\"no/such/folder/a.h5\"", "NaN", "Infinity", "", "'",
        ] + [
            String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 10_000),
            "\"" + String(repeating: "x", count: 100_000) + "\"",
            String(repeating: "9", count: 400),
        ]

    /// The bytes of the next job.
    mutating func next() -> [UInt8] {
        var members = [
            ("experiment", quoted("chaos")), ("axes", "[\"seed\"]"),
            ("configuration", quoted(configuration())), ("path", quoted("a.h5")),
            ("checkpoint", quoted("checkpoint.h5")),
            (
                "times",
                "{\"checkpointEvery\":\(pick(["0", "60", "0.01"])),\"workerTimeout\":9}"
            ),
            ("command", quoted("presage cell")),
            (
                "revision",
                "{\"commit\":\"c0ffee\",\"isDirty\":\"no\",\"changes\":[],\"changeCount\":0}"
            ),
        ]
        while draw(4) == 0 {
            let place = draw(members.count)
            switch draw(4) {
            case 0: members.remove(at: place)
            case 1: members.insert(members[place], at: draw(members.count))
            case 2: members[place].0 = pick(["", "x", "path"])
            default: members[place].1 = pick(Self.nasty)
            }
            if members.isEmpty { break }
        }
        var text = Array(object(members).utf8)
        while draw(6) == 0 && !text.isEmpty {
            let place = draw(text.count)
            switch draw(4) {
            case 0: text.remove(at: place)
            case 1: text.removeSubrange(place...)
            case 2: text[place] = pick([0, 0x0a, 0x22, 0x5c, 0x7b, 0x7d, 0xff, 0xc3])
            default: text.insert(contentsOf: pick(Self.nasty).utf8, at: place)
            }
        }
        return text + (draw(8) == 0 ? [] : [0x0a])
    }

    private mutating func configuration() -> String {
        var members = [("schema_version", "2"), ("budget", "3"), ("units", "4"), ("batch", "2")]
        for _ in 0..<draw(6) {
            let name = pick(SettingName.allCases)
            members.append((name.word, draw(4) == 0 ? pick(Self.nasty) : value(of: name)))
        }
        if draw(12) == 0 { members[0].1 = pick(Self.nasty) }
        return draw(12) == 0 ? pick(Self.nasty) : object(members)
    }

    /// A value of a setting that keeps a window small, or one beyond the setting's domain.
    private mutating func value(of name: SettingName) -> String {
        switch name.definition.domain {
        case .integers(let range):
            pick(["1", "2", "3", "5", "\(range.lowerBound)", "\(range.lowerBound - 1)"])
        case .reals(let range):
            pick(["\(range.lowerBound)", "\(range.upperBound)", "0.5", "1e-9", "1e-50"])
        case .positiveReals(let bound): pick(["\(bound)", "0.01", "0", "1e-37"])
        case .choices(let words): quoted(pick(words))
        case .placement: pick(["\"none\"", "\"all\"", "\"0+1\"", "\"99\""])
        case .positions: pick(["\"none\"", "\"0+1\"", "\"1+0\""])
        case .anyText: pick(["\"mnist1d\"", "\"/etc/hostname\"", "\"/dev/zero\""])
        }
    }

    private func object(_ members: [(String, String)]) -> String {
        "{" + members.map { quoted($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[draw(choices.count)]
    }
}
