// How long a run is, what is measured on its way and what is kept.

extension Setting where Content == Int {
    public static var budget: Self {
        .init(
            .budget, "budget", default: 1000, .integers(1...1_000_000_000), units: "budget_unit",
            "length of a run")
    }
    public static var recordEvery: Self {
        .init(
            .recordEvery, "record_every", default: 100, .integers(1...1_000_000_000),
            units: "budget_unit",
            "distance of the points of a training curve")
    }
    public static var evaluateEvery: Self {
        .init(
            .evaluateEvery, "evaluate_every", default: 20, .integers(1...1_000_000_000),
            units: "budget_unit",
            "distance of evaluations on held-out data")
    }
    public static var evaluationCharacters: Self {
        .init(
            .evaluationCharacters, "evaluation_characters", default: 50_000,
            .integers(1...1_000_000_000),
            units: "characters", "text task: length of the validation and the test text used")
    }
    public static var diagnoseEvery: Self {
        .init(
            .diagnoseEvery, "diagnose_every", default: 0, .integers(0...1_000_000_000),
            units: "budget_unit",
            whenOn: Reads(
                recurrent: [.truncation, .remainder, .diagnosisLength],
                layered: [.diagnosisBatches]),
            "distance of measurements of the true gradients, the first before training; 0: none")
    }
    public static var diagnosisBatches: Self {
        .init(
            .diagnosisBatches, "diagnosis_batches", default: 16, .integers(2...10_000), units: "1",
            "image task: batches on which gradients are measured")
    }
    public static var diagnosisLength: Self {
        .init(
            .diagnosisLength, "diagnosis_length", default: 0, .integers(0...10_000),
            units: "symbols, text: characters",
            "length of the sequences on which gradients are measured; 0: that trained on, text: 100"
        )
    }
    public static var capture: Self {
        .init(
            .capture, "capture", default: 0, .integers(0...1000), units: "windows",
            "how many first windows are stored whole, to be replayed elsewhere")
    }
    public static var seed: Self {
        .init(
            .seed, "seed", default: 0, .integers(0...Int(UInt32.max)), units: "1",
            "of the initial weights and the data; compared methods see the same")
    }
}
