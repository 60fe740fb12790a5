import Layers
import Optimizers
import Tasks
import Testing
import Vocabulary

@testable import Presage

/// Every setting that is read does something.
@Suite struct ConfigurationTrainingTests {
    /// An option that is not passed on would change nothing.
    @Test(
        arguments: [
            "sg_scale=0.5", "scale_bootstrap=no", "sequence_end=predicted", "step_per=sequence",
            "state_between_sequences=carried", "remainder=last", "remainder=masked",
            "optimizer=momentum", "optimizer=momentum momentum=0.5", "clip_norm=0.01",
            "learning_rate=0.1",
            "synthesizer_learning_rate=0.1", "synthesizer_clip_norm=0.000001", "forget_bias=0",
            "synthesizer_hidden=9", "synthesizer_layers=2", "synthesizer_batch_normalization=yes",
            "symbols=3", "units=7", "batch=5", "curriculum_start=5",
            "curriculum_threshold=0.01", "curriculum_batches=1", "evaluate_every=3", "seed=1",
            "budget=60", "record_every=5", "sequence_end=regressed_to_zero", "method=bptt",
            "method=oracle", "method=sg_zero", "method=sg_linear", "method=sg_mlp",
            "budget_unit=time_steps", "cell=gru", "cell=elman", "cell=lstm_layer_norm",
            "task=repeat_copy", "curriculum_threshold=0.02 task=adding",
            "length_distribution=uniform",
            "clip_norm=0.01 gradient_scaling=normalize", "clip_norm=0.01 norm_scope=block",
            "clip_norm=9 gradient_scaling=band norm_floor=5", "carried_clip_norm=0.001",
            "carried_clip_norm=1 carried_scaling=normalize", "mixing_lambda=0.5",
            "carried_clip_norm=9 carried_scaling=band carried_norm_floor=1",
            "synthesizer_copy_every=3", "synthesizer_steps=3", "method=truncated_bptt_double",
            "method=sg_permuted_mlp_skip", "method=sg_mean_mlp_skip", "method=oracle_scaled",
            "diagnose_every=10", "diagnose_every=10 diagnosis_length=7", "diagnose_at=7",
            "diagnose_at=7 ceiling_samples=200",
        ] + Self.methodSettings)
    func everySettingChangesTheRun(overrides: String) throws {
        let base = try Self.configuration()
        let words = overrides.split(separator: " ").map(String.init)
        // All but the last make it matter.
        let before = try changed(base, words.dropLast())
        let after = try changed(before, words.suffix(1))
        #expect(before != after)
        #expect(try outcome(before) != outcome(after))
    }

    /// Steps that make the last window full leave state, gradients and synthetic gradients alone,
    /// also where a state is carried on or the end of a sequence is predicted.
    @Test(
        arguments: [
            "seed=0", "state_between_sequences=carried", "sequence_end=predicted",
            "sequence_end=regressed_to_zero", "diagnose_every=10", "method=bp_lambda_linear",
            "budget_unit=time_steps",
        ])
    func aMaskedRemainderIsNeutral(override: String) throws {
        let words = override.split(separator: " ").map(String.init)
        let base = try changed(Self.configuration(), words + ["capture=5"])
        let masked = try outcome(changed(base, ["remainder=masked"]))
        #expect(try masked == outcome(changed(base, ["remainder=last"])))
        #expect(try masked != outcome(base))
    }

    @Test(
        arguments: [
            "network=convolution", "depth=6", "units=9", "activation=tanh",
            "batch_normalization=no", "placement=0", "placement=all", "layer_mixing=0.5",
            "update_probability=0.5", "batch=9", "sg_scale=0.5", "method=sg_linear",
            "method=backprop", "method=no_backprop", "method=sg_mlp_skip", "seed=1",
            "method=sg_linear_warm_up warm_up=30", "learning_rate=0.1", "optimizer=momentum",
            "synthesizer_learning_rate=0.1", "synthesizer_clip_norm=0.0001", "clip_norm=0.01",
            "evaluate_every=7", "diagnose_every=20", "diagnose_every=20 diagnosis_batches=3",
            "diagnose_at=7", "diagnose_at=7 ceiling_samples=200",
            "method=sg_mlp synthesizer_hidden=5", "method=sg_mlp synthesizer_layers=2",
            "method=sg_mlp synthesizer_batch_normalization=yes", "input_synthesizer=linear",
            "synthesizer_steps=2", "update_probability=0.5 update_unit=layer", "method=dfa",
            "method=sg_label", "method=sg_label sg_scale=0.5", "method=backprop_then_frozen",
            "method=backprop_then_frozen warm_up=30", "method=dfa seed=1",
            "method=backprop update_probability=0.5 update_unit=layer",
            "method=backprop input_synthesizer=mlp", "input_synthesizer=mlp synthesizer_layers=2",
            "train_size=900", "validation_size=300", "test_size=600",
        ])
    func everySettingOfImagesChangesTheRun(overrides: String) throws {
        var base = Configuration()
        base[.task] = .images
        base[.data] = "mnist1d"
        (base[.validationSize], base[.testSize]) = (200, 400)
        base[.depth] = 5
        base[.units] = 8
        base[.batch] = 10
        base[.placement] = .layers(1, 3)
        base[.method] = .synthetic(.linear, .conditioned)
        base[.budget] = 40
        base[.recordEvery] = 20
        base[.evaluateEvery] = 20
        let words = overrides.split(separator: " ").map(String.init)
        let before = try changed(base, words.dropLast())
        let after = try changed(before, words.suffix(1))
        #expect(before != after)
        #expect(try outcome(before) != outcome(after))
    }

    /// A first kernel of five pixels, one of padding on either side, needs three.
    @Test func imagesMustHoldTheConvolutions() throws {
        var configuration = Configuration()
        configuration[.network] = .convolution
        configuration[.depth] = 3
        try configuration.checkConvolutions(of: .init(channels: 1, height: 1, width: 3))
        #expect(throws: Contradiction.self) {
            try configuration.checkConvolutions(of: .init(channels: 1, height: 1, width: 2))
        }
    }

    /// The settings of single methods.
    private static let methodSettings = [
        "method=truncated_bptt_extra extra_steps=2", "method=oracle horizon=2",
        "method=oracle_scaled sg_scale=0.5", "method=sg_permuted_linear seed=1",
        "method=bp_lambda_linear horizon=2", "method=bp_lambda_linear return_lambda=0.1",
        "scale_bootstrap=no method=bp_lambda_online discount=0.5",
        "method=sg_mlp_aux auxiliary_weight=9",
        "method=sg_linear_conditioned condition_steps=1", "method=sg_linear_warm_up warm_up=9",
    ]

    private func changed(
        _ configuration: Configuration, _ overrides: some Sequence<String>
    ) throws -> Configuration {
        var configuration = configuration
        for text in overrides {
            let words = text.split(separator: "=").map(String.init)
            let name = try #require(SettingName(word: words[0]), "\(text)")
            try configuration.assign(Assignment(name, try name.definition.parse(words[1])))
        }
        return configuration
    }

    private static func configuration() throws -> Configuration {
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
        return configuration
    }

    private func outcome(_ configuration: Configuration) throws -> [String] {
        let outcome = try outcomeOfRun(configuration)
        return outcome.datasets.map { "\($0.name) \($0.elements)" }
            + (outcome.groups + outcome.groups.flatMap(\.groups)).flatMap(\.datasets).map {
                "\($0.name) \($0.elements)"
            }
    }
}
