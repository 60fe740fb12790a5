// How far a run has come, by a part that it is not judged on; and how far it could have come.

extension Quantity {
    /// The longest sequence, up to the longest ever mastered, that the final weights still master.
    public static let solvedLengthNow = Quantity(
        "solved_length_now", label: "longest length N that the final weights solve",
        unit: "symbols", digits: 1, resolution: .step(1), better: .higher,
        longName: "longest length N up to the longest mastered that the final weights master",
        forms: [.episodes])
    /// Time steps of the longest sequences that the final weights still master.
    public static let solvedStepsNow = Quantity(
        "solved_steps_now",
        label: "total steps of the longest sequences that the final weights solve",
        unit: "time steps", digits: 1, resolution: .step(1), better: .higher,
        longName: "time steps of the longest sequences up to the longest mastered that the final "
            + "weights master", forms: [.episodes])
    /// The longest sequence that a run could master if every evaluation were passed: what the budget,
    /// the distance of evaluations and the batches of the running mean leave room for.
    public static let solvableLength = Quantity(
        "solvable_length", label: "longest length N within reach of the budget", unit: "symbols",
        digits: 0, resolution: .step(1), better: .higher,
        longName: "longest length N mastered if every evaluation of the run were passed",
        forms: [.episodes])
    /// Time steps of the longest sequences that a run could master if every evaluation were passed.
    public static let solvableSteps = Quantity(
        "solvable_steps", label: "total steps within reach of the budget", unit: "time steps",
        digits: 0, resolution: .step(1), better: .higher,
        longName: "time steps of the longest sequences mastered if every evaluation of the run "
            + "were passed", forms: [.episodes])

    /// The share of correctly classified validation images.
    public static let validationAccuracy = Quantity(
        "validation_accuracy", label: "validation accuracy", digits: 3,
        resolution: .share(of: .validationImages, whole: 1), better: .higher,
        longName: "share of correctly classified validation images", forms: [.images])
    /// The share of misclassified validation images, in percent: what step sizes are chosen by.
    public static let validationError = Quantity(
        "validation_error", label: "validation error", unit: "%", digits: 1,
        resolution: .share(of: .validationImages, whole: 100), better: .lower,
        longName: "share of misclassified validation images", forms: [.images])
    /// The test error at the evaluation with the lowest validation error so far, the first of equals.
    public static let testErrorAtBestValidation = Quantity(
        "test_error_at_best_validation", label: "test error at the lowest validation error",
        unit: "%", digits: 1, resolution: .share(of: .testImages, whole: 100), better: .lower,
        longName: "share of misclassified test images at the lowest validation error so far",
        forms: [.images])
    /// Images to validate on.
    public static let validationImages = Quantity(
        "validation_images", label: "images to validate on", digits: 0, resolution: .step(1),
        forms: [.images])
}
