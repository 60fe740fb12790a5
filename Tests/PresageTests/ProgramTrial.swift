import Foundation
import Processes
import TestSupport
import Testing

@testable import Presage

/// One start of the program with whatever a random test gives it.
///
/// `PRESAGE_PROGRAM` names another program than the one beside the tests: that of a release build,
/// which is held to 5 seconds of processor time; without optimization it is ten times slower.
struct ProgramTrial {
    let arguments: [String]
    var input: [UInt8] = []

    private static let named = ProcessInfo.processInfo.environment["PRESAGE_PROGRAM"]
    /// The most that a trial may take: virtual memory in KiB, processor seconds.
    private static let limits =
        "ulimit -c 0; ulimit -v \(8 << 20); ulimit -t \(named == nil ? 60 : 5); "

    /// Runs it.
    /// - Returns: its exit code; nil when it ended as no program should, which is recorded.
    private func outcome(in folder: String) throws -> Int32? {
        let ended = try FinishedProcess.run(
            "sh",
            ["-c", Self.limits + "cd \"$0\" && exec \"$@\"", folder]
                + [Self.named ?? Tool.program] + arguments,
            input: input, environment: ["SWIFT_BACKTRACE": "enable=no"], within: 240,
            outputLimit: 1 << 16)
        let errors = String(decoding: ended.complaints, as: UTF8.self)
        let lines = errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        switch ended.ending {
        case .exited(0): return 0
        case .exited(75) where arguments == ["train"]: return 75
        case .exited(74) where arguments == ["train"] && !lines.isEmpty: return 74
        case .exited(1) where !lines.isEmpty || !ended.output.isEmpty: return 1
        case .exited(2)
        where lines.count == 1 && lines[0].hasPrefix("error: ") && ended.output.isEmpty:
            return 2
        case .exited, .signalled, .timedOut:
            let words = arguments.map { oneLine($0) }
            let input = String(decoding: input.prefix(4000), as: UTF8.self)
            Issue.record("\(words) \(input): \(ended.ending): \(errors.prefix(500))")
            return nil
        }
    }

    /// Runs trials, two at a time.
    /// - Returns: how many ended with each exit code.
    static func outcomes(of trials: [ProgramTrial], in folder: String) async throws -> [Int32: Int]
    {
        let start = ContinuousClock.now
        let codes: [Int32?] = try await withThrowingTaskGroup(of: [Int32?].self) { group in
            for half in 0..<2 {
                group.addTask {
                    try stride(from: half, to: trials.count, by: 2).map {
                        try trials[$0].outcome(in: folder)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let counts: [Int32: Int] = codes.reduce(into: [:]) { $0[$1 ?? -1, default: 0] += 1 }
        if Chaos.isLong {
            let endings = counts.sorted { $0.key < $1.key }.map { "\($1) of \($0)" }
            print("\(trials.count) trials in \(ContinuousClock.now - start): \(endings)")
        }
        return counts
    }
}
