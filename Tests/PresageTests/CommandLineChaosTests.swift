import Foundation
import Processes
import TestSupport
import Testing

@testable import Presage

/// Whatever is typed: it is done, or refused in one line. Nothing crashes, hangs or fills the memory.
@Suite(.serialized) struct CommandLineChaosTests {
    /// The most that a command may take: virtual memory in KiB, processor seconds.
    private static let limits = "ulimit -v \(8 << 20); ulimit -t 5; "

    /// How a command line ended.
    private enum Outcome: Hashable {
        case done, failed, refused
        case faulty(String)
    }

    /// - Parameter folder: where the command line is typed.
    private static func outcome(of arguments: [String], in folder: String) throws -> Outcome {
        let ended = try FinishedProcess.run(
            "sh",
            ["-c", limits + "cd \"$0\" && exec \"$@\"", folder, Tool.program] + arguments,
            environment: ["SWIFT_BACKTRACE": "enable=no"], within: 120, outputLimit: 1 << 16)
        let errors = String(decoding: ended.complaints, as: UTF8.self)
        let lines = errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        switch ended.ending {
        case .exited(0): return .done
        case .exited(1) where !lines.isEmpty: return .failed
        case .exited(2)
        where lines.count == 1 && lines[0].hasPrefix("error: ") && ended.output.isEmpty:
            return .refused
        case .exited, .signalled, .timedOut:
            let words = arguments.map { oneLine($0) }
            return .faulty("\(words): \(ended.ending): \(errors.prefix(500))")
        }
    }

    /// Tries command lines, two at a time, and expects that no ending has a fault.
    /// - Returns: how many were done, and how many refused.
    private static func tryAll(
        _ lines: [[String]], in folder: String
    ) async throws -> (done: Int, refused: Int) {
        let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
            for half in 0..<2 {
                group.addTask {
                    try stride(from: half, to: lines.count, by: 2).map {
                        try outcome(of: lines[$0], in: folder)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        for case .faulty(let fault) in outcomes { Issue.record("\(fault)") }
        return (outcomes.count { $0 == .done }, outcomes.count { $0 == .refused })
    }

    @Test func anyCommandLineIsDoneOrRefusedInOneLine() async throws {
        let folder = try TemporaryFolder()
        var grammar = CommandLineGrammar(seed: 15, folder: folder.path("results"))
        let lines = (0..<Chaos.trials(short: 150, long: 4000)).map { _ in grammar.next() }
        let (done, refused) = try await Self.tryAll(lines, in: folder.path)
        // Neither must be rare, or the lines try little.
        #expect(done * 10 > lines.count && refused * 10 > lines.count, "\(done) and \(refused)")
    }

    /// Every setting with every value that programs stumble over, in a sweep that may read it.
    @Test func anySettingTakesOrRefusesAnyValue() async throws {
        let folder = try TemporaryFolder()
        var lines = SettingName.allCases.flatMap { name in
            let sweep = Self.sweep(reading: name, in: folder.path)
            return (CommandLineGrammar.nasty + CommandLineGrammar.bounds(of: name)).map {
                sweep + ["--set", "\(name)=\($0)"]
            }
        }
        var numbers = TestNumbers(seed: 16)
        lines.shuffle(using: &numbers)
        lines = Array(lines.prefix(Chaos.trials(short: 100, long: 3000)))
        let (done, refused) = try await Self.tryAll(lines, in: folder.path)
        #expect(done * 50 > lines.count && refused * 10 > lines.count, "\(done) and \(refused)")
    }

    /// A sweep of cells of which some read a setting.
    private static func sweep(reading name: SettingName, in folder: String) -> [String] {
        let isLayered = layered.contains(name)
        let others =
            isLayered
            ? ["placement=0+3+5,all", "diagnose_every=30"]
            : [
                "method=sg_mlp_skip_aux_conditioned_warm_up,bp_lambda_linear,truncated_bptt_extra",
                "optimizer=adam,momentum", "gradient_scaling=clip,band", "clip_norm=1",
                "carried_scaling=clip,band", "carried_clip_norm=1", "diagnose_every=30",
            ]
        return ["plan", isLayered ? "placement-chain" : "copy-horizon", "--size", "smoke"]
            + ["--results", folder]
            + others.filter { !$0.hasPrefix("\(name)=") }.flatMap { ["--set", $0] }
    }

    /// The settings that a sweep over images reads and others do not.
    private static let layered: [SettingName] = [
        .network, .depth, .activation, .batchNormalization, .placement, .layerMixing,
        .updateProbability, .inputSynthesizer, .diagnosisBatches,
    ]
}
