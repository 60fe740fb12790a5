import Foundation
import Store
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// A run that is stopped, saved to a file and taken back in another process's memory ends in the same
/// bits as one that nothing disturbed: for every cell and method, network, task, and option that
/// hands something on. A rule, a learner or a measurement that is added and leaves something out of
/// its state fails here under its name.
@Suite struct ResumeTests {
    /// A small run in which everything happens more than once: sequences end and grow, points are
    /// recorded, evaluated and diagnosed, windows are captured.
    private static func recurrent(_ cell: CellKind, _ method: Method) -> Configuration {
        var configuration = Configuration()
        configuration[.task] = .copy
        configuration[.symbols] = 2
        configuration[.cell] = cell
        configuration[.method] = method
        configuration[.units] = 5
        configuration[.batch] = 3
        configuration[.truncation] = 3
        configuration[.curriculumStart] = 2
        configuration[.curriculumThreshold] = 1.1
        configuration[.curriculumBatches] = 2
        configuration[.synthesizerHidden] = 4
        configuration[.synthesizerCopyEvery] = 4
        configuration[.warmUp] = 7
        configuration[.scaleBootstrap] = false
        configuration[.learningRate] = 0.01
        configuration[.synthesizerLearningRate] = 0.01
        configuration[.budget] = 30
        configuration[.recordEvery] = 8
        configuration[.evaluateEvery] = 3
        configuration[.diagnoseEvery] = 12
        configuration[.diagnoseAt] = .positions(7)
        configuration[.ceilingSamples] = 200
        configuration[.capture] = 15
        return configuration
    }

    private static func layered(_ network: NetworkKind, _ method: Method) -> Configuration {
        var configuration = Configuration()
        configuration[.task] = .images
        configuration[.data] = "mnist1d"
        (configuration[.validationSize], configuration[.testSize]) = (150, 200)
        configuration[.network] = network
        configuration[.method] = method
        configuration[.placement] = .all
        configuration[.depth] = 4
        configuration[.units] = 4
        configuration[.batch] = 8
        configuration[.synthesizerHidden] = 5
        configuration[.warmUp] = 4
        configuration[.budget] = 16
        configuration[.recordEvery] = 5
        configuration[.evaluateEvery] = 7
        configuration[.diagnoseEvery] = 6
        configuration[.diagnoseAt] = .positions(1, 8)
        // Wide layers want many samples, and hand on nothing else.
        configuration[.ceilingSamples] = network == .dense ? 128 : 0
        configuration[.capture] = 9
        return configuration
    }

    /// A run of `configuration` that is stopped, saved and resumed before some of its windows and at
    /// the end.
    /// - Parameter path: where it is written and read; nil: it stays in memory.
    private func interrupted(
        _ configuration: Configuration, before stops: Set<Int>, at path: String?
    ) throws -> CellRun.Outcome {
        let (nothing, now) = (StopRequest(), StopRequest())
        now.make(.endOfInput)
        var run = try CellRun(configuration)
        var window = 0
        func resume() throws {
            var record = try run.checkpoint(program: "this", time: RunTime(wall: 1, cpu: 1))
            if let path {
                try record.write(to: path)
                record = try CheckpointRecord.read(path)
            }
            run = try CellRun(configuration, resuming: record)
        }
        repeat {
            if stops.contains(window) {
                // Some of the measurements that are due are taken before the stop is seen.
                do { _ = try run.advance(stop: now, progress: { _ in }) } catch is Stopped {}
                try resume()
            }
            window += 1
        } while try run.advance(stop: nothing, progress: { _ in })
        try resume()
        return try run.finish(stop: nothing)
    }

    private func expectSameBits(
        _ configuration: Configuration, _ comment: String = "", throughFile: Bool = false
    ) throws {
        let folder = try TemporaryFolder()
        let whole = try outcomeOfRun(configuration)
        let windows = try #require(
            whole.datasets.first { $0.name == Quantity.updates.name }?.elements.reals)[0]
        #expect(windows > 0)
        var numbers = TestNumbers(seed: UInt64(configuration.json.utf8.count))
        let once = Int.random(in: 1...Int(windows), using: &numbers)
        for stops in [[once], Set(stride(from: 2, through: 200, by: 5))] {
            let resumed = try interrupted(
                configuration, before: stops,
                at: throughFile && stops.count == 1 ? folder.path("checkpoint.h5") : nil)
            #expect(resumed.status == whole.status)
            for (a, b) in zip(resumed.datasets, whole.datasets) {
                #expect(a == b, "\(comment) \(b.name), stopped before \(stops.sorted())")
            }
            for (a, b) in zip(resumed.groups, whole.groups) {
                #expect(a == b, "\(comment) \(b.name), stopped before \(stops.sorted())")
            }
            #expect(resumed.datasets.count == whole.datasets.count)
            #expect(resumed.groups.count == whole.groups.count)
        }
    }

    @Test(arguments: Pair.all)
    func everyCellWithEveryMethod(pair: Pair) throws {
        var configuration = Self.recurrent(pair.cell, pair.method)
        // An influence goes from window to window only with a state that does.
        if pair.pace == .step { configuration[.budget] = 60 }
        try expectSameBits(configuration, throughFile: pair.cell == .lstm)
    }

    @Test(arguments: LayeredPair.all, InputSynthesizerKind.allCases)
    func everyLayeredMethod(pair: LayeredPair, inputs: InputSynthesizerKind) throws {
        var configuration = Self.layered(pair.network, pair.method)
        configuration[.inputSynthesizer] = inputs
        try expectSameBits(configuration)
    }

    @Test(arguments: TaskKind.allCases)
    func everyTask(task: TaskKind) throws {
        let folder = try TemporaryFolder()
        var configuration = Self.recurrent(.gru, .synthetic(.mlp, .auxiliary))
        switch task.spec.form {
        case .images: configuration = Self.layered(.dense, .synthetic(.linear))
        case .episodes: configuration[.lengthDistribution] = .uniform
        case .stream:
            let path = folder.path("text.txt")
            let text = String(repeating: "the quick brown fox jumps over it. ", count: 40)
            try Data(text.utf8).write(to: URL(filePath: path))
            configuration[.data] = path
            configuration[.evaluationCharacters] = 60
            configuration[.diagnosisLength] = 20
            // The text is too short for ceilings.
            configuration[.ceilingSamples] = 0
        }
        configuration[.task] = task
        if task == .adding { configuration[.curriculumThreshold] = 0.1 }
        try expectSameBits(configuration, throughFile: true)
    }

    /// Settings that have something handed on from one window to a later one.
    @Test(
        arguments: [
            "step_per=sequence", "state_between_sequences=carried", "remainder=masked",
            "remainder=last", "optimizer=momentum", "mixing_lambda=0.5", "sequence_end=predicted",
            "sequence_end=regressed_to_zero", "budget_unit=time_steps",
            "length_distribution=uniform", "synthesizer_batch_normalization=yes",
            "clip_norm=0.1", "norm_scope=block", "batch=1", "curriculum_start=40",
            "synthesizer_copy_every=0", "carried_clip_norm=0.1", "evaluate_every=1",
            "record_every=1", "truncation=1", "method=bptt", "method=rtrl", "synthesizer_steps=3",
        ])
    func everyOption(override: String) throws {
        let words = override.split(separator: "=").map(String.init)
        for method in [Method.synthetic(.mlpSkip, .conditioned), .fullBPTT] {
            var configuration = Self.recurrent(.lstm, method)
            configuration[.diagnosisLength] = 4
            let name = try #require(SettingName(word: words[0]))
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
            try expectSameBits(configuration, method.name)
        }
    }

    @Test(
        arguments: [
            "update_probability=0.5", "optimizer=momentum", "batch_normalization=yes",
            "synthesizer_steps=3", "placement=1 update_probability=0.5 update_unit=layer",
            "method=backprop_then_frozen update_probability=0.5 update_unit=layer",
        ])
    func everyOptionOfLayers(overrides: String) throws {
        var configuration = Self.layered(.convolution, .synthetic(.mlpSkip, .conditioned))
        for override in overrides.split(separator: " ") {
            let words = override.split(separator: "=").map(String.init)
            let name = try #require(SettingName(word: words[0]))
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
        }
        try expectSameBits(configuration)
    }

    /// Numbers that are no more finite are numbers too.
    @Test func aDivergedRunEndsAsItWouldHave() throws {
        var configuration = Self.recurrent(.lstm, .synthetic(.linear))
        configuration[.optimizer] = .momentum
        configuration[.synthesizerLearningRate] = 1e12
        configuration[.budget] = 400
        configuration[.diagnoseEvery] = 0
        configuration[.diagnoseAt] = .none
        let whole = try outcomeOfRun(configuration)
        #expect(whole.status == .diverged)
        let folder = try TemporaryFolder()
        let resumed = try interrupted(
            configuration, before: [3, 4], at: folder.path("checkpoint.h5"))
        #expect(resumed.failure == whole.failure)
        #expect(resumed.datasets == whole.datasets)
        #expect(resumed.groups == whole.groups)
    }
}
