// How long a run is, what is measured on its way and what is kept.

extension Setting where Content == Int {
    /// The length of a run, in units of the budget.
    public static var budget: Self {
        .init(
            .budget, "budget", default: 1000, .integers(1...1_000_000_000), units: "budget_unit",
            "length of a run")
    }
    /// The distance of the points of a training curve, in units of the budget.
    public static var recordEvery: Self {
        .init(
            .recordEvery, "record_every", default: 100, .integers(1...1_000_000_000),
            units: "budget_unit",
            "distance of the points of a training curve")
    }
    /// The distance of evaluations on held-out data, in units of the budget.
    public static var evaluateEvery: Self {
        .init(
            .evaluateEvery, "evaluate_every", default: 20, .integers(1...1_000_000_000),
            units: "budget_unit",
            "distance of evaluations on held-out data")
    }
    /// The characters of the validation and of the test text that are used.
    public static var evaluationCharacters: Self {
        .init(
            .evaluationCharacters, "evaluation_characters", default: 50_000,
            .integers(2...1_000_000_000),
            units: "characters", "text task: length of the validation and the test text used")
    }
    /// The distance of measurements of the true gradients, in units of the budget; 0: none.
    public static var diagnoseEvery: Self {
        .init(
            .diagnoseEvery, "diagnose_every", default: 0, .integers(0...1_000_000_000),
            units: "budget_unit",
            whenOn: .diagnoses,
            "distance of measurements of the true gradients, the first before training; 0: none")
    }
    /// The batches on which gradients are measured in the image task.
    public static var diagnosisBatches: Self {
        .init(
            .diagnosisBatches, "diagnosis_batches", default: 16, .integers(2...10_000), units: "1",
            "image task: batches on which gradients are measured")
    }
    /// The length of the sequences on which gradients are measured; 0: that trained on.
    public static var diagnosisLength: Self {
        .init(
            .diagnosisLength, "diagnosis_length", default: 0, .integers(0...10_000),
            units: "symbols, text: characters",
            "length of the sequences on which gradients are measured; 0: that trained on, text: 100"
        )
    }
    /// The held-out sequences, or images, by which ceilings of linear synthesizers are measured.
    public static var ceilingSamples: Self {
        .init(
            .ceilingSamples, "ceiling_samples", default: 0, .integers(0...1_000_000),
            units: "sequences, images",
            "sequences or images, in whole batches, on which gradients are predicted by the best affine "
                + "map, beside the synthesizer, where they are measured; 0: none")
    }
    /// How often the parts of an update are timed besides training; 0: not at all.
    public static var timingRounds: Self {
        .init(
            .timingRounds, "timing_rounds", default: 0, .integers(0...100_000), units: "1",
            "how often forward, backward and synthesizers are timed besides training; 0: not at all"
        )
    }
    /// The characters of the training text that are used; 0: all.
    public static var trainingCharacters: Self {
        .init(
            .trainingCharacters, "train_characters", default: 0, .integers(0...1_000_000_000),
            units: "characters", "text task: length of the training text used; 0: all of it")
    }
    /// The number of first windows that are stored whole.
    public static var capture: Self {
        .init(
            .capture, "capture", default: 0, .integers(0...1000), units: "windows",
            "how many first windows are stored whole, to be replayed elsewhere")
    }
    /// The seed of the initial weights and of the data.
    public static var seed: Self {
        .init(
            .seed, "seed", default: 0, .integers(0...Int(UInt32.max)), units: "1",
            "seed of the initial weights and of the data; compared methods see the same, with a "
                + "curriculum until one of them masters a length before another")
    }
}

extension Setting where Content == Positions {
    /// The positions of measurements of the true gradients besides those of `diagnose_every`.
    public static var diagnoseAt: Self {
        .init(
            .diagnoseAt, "diagnose_at", default: .none, .positions, units: "budget_unit",
            whenOn: .diagnoses,
            "positions of measurements of the true gradients, besides those of diagnose_every")
    }
}

extension Reads {
    /// What measurements of the true gradients read.
    fileprivate static var diagnoses: Reads {
        Reads(
            recurrent: [.truncation, .remainder, .diagnosisLength, .ceilingSamples],
            layered: [.diagnosisBatches, .ceilingSamples])
    }
}
