import Foundation
import Processes
import TestSupport
import Testing

@testable import Presage

/// Whatever comes as the job of a worker whom nobody has invited: it is refused in one line, or ends in
/// its patience, though its standard input stays open.
@Suite(.serialized) struct WorkerJobChaosTests {
    /// How a worker ended, and what it said; nil when it has not within 30 seconds.
    private func ending(of job: [UInt8]) throws -> (ending: Ending, said: String)? {
        let worker = try Child(
            "/bin/sh",
            ["-c", "ulimit -c 0; ulimit -v \(8 << 20); exec \"$0\" worker", Tool.program],
            environment: ["SWIFT_BACKTRACE": "enable=no"], input: job)
        var said: [UInt8] = []
        let deadline = Date() + 30
        while Date() < deadline {
            worker.send()
            while let part = worker.read() { said += part }
            if let (ending, _) = worker.ended() {
                while let part = worker.read() { said += part }
                return (ending, String(decoding: said, as: UTF8.self))
            }
            usleep(2000)
        }
        worker.signal(SIGKILL)
        return nil
    }

    @Test func anyJobOfAWorkerIsRefusedOrEnds() throws {
        var grammar = WorkerJobGrammar(seed: 18)
        var (refused, failed) = (0, 0)
        for _ in 0..<Chaos.trials(short: 60, long: 2000) {
            let job = grammar.next()
            let answer = try ending(of: job)
            let lines = answer?.said.split(separator: "\n") ?? []
            let isOneLine = lines.count == 1 && lines[0].hasPrefix("error: ")
            switch answer?.ending {
            case .exited(2) where isOneLine: refused += 1
            case .exited(1) where isOneLine: failed += 1
            case .exited, .signalled, nil:
                let text = String(decoding: job.prefix(2000), as: UTF8.self)
                Issue.record("\(text): \(answer.map { "\($0)" } ?? "it hangs")")
            }
        }
        #expect(refused > 10 && failed > 10, "\(refused) refused, \(failed) failed")
    }
}

/// Jobs of workers at random: ones with an invitation to where nobody is, and most with something nasty.
struct WorkerJobGrammar {
    private var numbers: TestNumbers

    init(seed: UInt64) { numbers = TestNumbers(seed: seed) }

    private static let sizes = [
        "0", "-1", "65536", "4294967296", "9223372036854775807", "-9223372036854775808",
    ]

    /// The bytes of the next job, a line.
    mutating func next() -> [UInt8] {
        let token = (0..<16).map { _ in "\(draw(256))" }.joined(separator: ",")
        let kind = pick(["unix", "tcp"])
        var invitation = [
            ("kind", "\"\(kind)\""), ("folder", pick(["\"\"", "\"/no/such\"", "\"/tmp\""])),
            ("port", pick(["0", "1"])), ("token", "[\(token)]"),
            ("workers", pick(["1", "2", "3"])),
            ("slots", "4"), ("limit", "262144"),
        ]
        spoil(&invitation)
        var seat = [("invitation", object(invitation)), ("worker", "0")]
        spoil(&seat)
        var job = [
            ("configuration", pick(["\"{}\"", "\"\""])), ("patience", pick(["0.1", "0.5"])),
            ("seat", object(seat)),
        ]
        spoil(&job)
        var text = Array(object(job).utf8)
        if draw(8) == 0 { text.removeSubrange(draw(text.count)...) }
        if draw(8) == 0 { text = (0..<draw(5000)).map { _ in UInt8(draw(256)) } }
        return text.filter { $0 != 0x0a } + [0x0a]
    }

    private mutating func spoil(_ members: inout [(String, String)]) {
        guard draw(4) == 0 else { return }
        let place = draw(members.count)
        switch draw(3) {
        case 0: members.remove(at: place)
        case 1: members[place].1 = pick(Self.sizes)
        default: members[place].1 = pick(JobGrammar.nasty)
        }
    }

    private func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    private mutating func pick(_ choices: [String]) -> String { choices[draw(choices.count)] }
}
