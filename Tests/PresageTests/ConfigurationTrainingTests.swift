import Sweeps
import Testing
import Trainers

@testable import Presage

/// The words of a setting select the cases of an enumeration elsewhere: they must be the same.
@Suite struct ConfigurationTrainingTests {
    private func choices(_ setting: Setting<String>) -> [String] {
        guard case .choices(let words) = setting.definition.domain else { return [] }
        return words
    }

    @Test func wordsAreCases() {
        #expect(
            choices(.sequenceEnd) == TrainingSwitches.SequenceEnd.allCases.map(\.rawValue))
        #expect(choices(.stepPer) == TrainingSwitches.StepPer.allCases.map(\.rawValue))
        #expect(choices(.remainder) == WindowSchedule.Remainder.allCases.map(\.rawValue))
    }

    /// A switch that is not passed on would change nothing.
    @Test(
        arguments: [
            "sg_scale=0.5", "scale_bootstrap=no", "sequence_end=predicted", "step_per=sequence",
            "state_between_sequences=carried", "remainder=last", "remainder=masked",
            "optimizer=momentum", "momentum=0.5", "clip_norm=0.01", "learning_rate=0.1",
            "synthesizer_learning_rate=0.1", "synthesizer_clip_norm=0.000001", "forget_bias=0",
            "synthesizer_hidden=9", "symbols=3", "units=7", "batch=5", "curriculum_start=5",
            "curriculum_threshold=0.01", "curriculum_batches=1", "evaluate_every=3", "seed=1",
            "budget=60", "record_every=5", "sequence_end=regressed_to_zero", "method=bptt",
            "method=oracle", "method=sg_zero", "method=sg_linear", "method=sg_mlp",
            "budget_unit=time_steps",
        ])
    func everySettingChangesTheRun(override: String) throws {
        var configuration = Configuration()
        configuration[.truncation] = 4
        configuration[.method] = .synthetic(.mlpSkip)
        configuration[.units] = 8
        configuration[.batch] = 4
        configuration[.curriculumStart] = 4
        configuration[.budget] = 40
        configuration[.recordEvery] = 10
        configuration[.evaluateEvery] = 5
        configuration[.sgScale] = 0.9
        configuration[.curriculumThreshold] = 1.05
        if override == "momentum=0.5" {
            try configuration.assign(Assignment("optimizer", .text("momentum")))
        }
        var changed = configuration
        let parsed = try Override(parsing: override)
        try changed.assign(Assignment(parsed.setting, parsed.values[0]))
        #expect(changed != configuration)
        #expect(try outcome(changed) != outcome(configuration))
    }

    private func outcome(_ configuration: Configuration) throws -> [String] {
        var run = try CellRun(configuration)
        let outcome = run.run { _ in }
        return outcome.datasets.map { "\($0.name) \($0.elements)" }
            + outcome.groups.flatMap(\.datasets).map { "\($0.name) \($0.elements)" }
    }
}
