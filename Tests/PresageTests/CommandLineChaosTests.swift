import Foundation
import TestSupport
import Testing

@testable import Presage

/// Whatever is typed: it is done, or refused in one line. Nothing crashes, hangs or fills the memory.
@Suite(.serialized) struct CommandLineChaosTests {
    @Test func anyCommandLineIsDoneOrRefusedInOneLine() async throws {
        let folder = try TemporaryFolder()
        try Data("seed_0.0123456789abcdef\n\u{7f}\n".utf8)
            .write(to: folder.url.appending(path: "cells.txt"))
        try Data().write(to: folder.url.appending(path: "none.txt"))
        var grammar = CommandLineGrammar(seed: 15, folder: folder.path("results"))
        let lines = (0..<Chaos.trials(short: 100, long: 4000)).map { _ in grammar.next() }
        let (done, refused) = try await Self.tryAll(lines, in: folder.path)
        // Neither must be rare, or the lines try little.
        #expect(done * 10 > lines.count && refused * 10 > lines.count, "\(done) and \(refused)")
    }

    /// Tries command lines and expects that no ending has a fault.
    /// - Returns: how many were done, and how many refused.
    private static func tryAll(
        _ lines: [[String]], in folder: String
    ) async throws -> (done: Int, refused: Int) {
        let trials = lines.map { ProgramTrial(arguments: $0) }
        let outcomes = try await ProgramTrial.outcomes(of: trials, in: folder)
        return (outcomes[0, default: 0], outcomes[2, default: 0])
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
            ? ["placement=0+3+5,all", "diagnose_every=30", "update_probability=0.5"]
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
        .updateProbability, .updateUnit, .inputSynthesizer, .diagnosisBatches,
    ]
}
