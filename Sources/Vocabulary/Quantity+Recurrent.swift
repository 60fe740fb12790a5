// Quantities of recurrent training.

extension Quantity {
    /// The longest sequence the copy task's curriculum has mastered.
    public static let solvedLength = Quantity(
        "solved_length", label: "longest solved length N", unit: "symbols", digits: 1,
        resolution: .step(1), better: .higher, longName: "longest sequence length N mastered",
        forms: [.episodes])
    /// The repeats R of the longest Repeat Copy sequences mastered.
    public static let solvedRepeats = Quantity(
        "solved_repeats", label: "solved repeats R", digits: 1, resolution: .step(1),
        better: .higher,
        longName: "repeats R of the longest sequences mastered", forms: [.episodes])
    /// Time steps of the longest sequences mastered.
    public static let solvedSteps = Quantity(
        "solved_steps", label: "total steps of the longest solved sequences", unit: "time steps",
        digits: 1, resolution: .step(1), better: .higher,
        longName: "time steps of the longest sequences mastered",
        forms: [.episodes])
    /// Loss on held-out sequences of the curriculum's level.
    public static let heldOutLoss = Quantity(
        "held_out_loss", label: "loss on held-out sequences", unit: "bits per scored output",
        digits: 3, better: .lower, longName: "loss on held-out sequences of the current level",
        forms: [.episodes])
    /// Held-out loss minus the training loss since the evaluation before.
    public static let generalizationGap = Quantity(
        "generalization_gap", label: "generalization gap", unit: "bits per scored output",
        digits: 3, better: .lower,
        longName: "held-out loss minus mean training loss since the evaluation before",
        forms: [.episodes, .stream])
    /// Bits per character of the validation text, as training goes on.
    public static let bitsPerCharacter = Quantity(
        "bits_per_character", label: "validation bits per character", unit: "bits", digits: 3,
        better: .lower, forms: [.stream])
    /// Bits per character of the test text, with the weights that did best on the validation text.
    public static let testBitsPerCharacter = Quantity(
        "test_bits_per_character", label: "test bits per character", unit: "bits", digits: 3,
        better: .lower, longName: "test bits per character at the lowest validation error",
        forms: [.stream])
    /// Norm of the true gradient from beyond the boundaries.
    public static let trueGradientNorm = Quantity(
        "true_gradient_norm", label: "norm of the gradient from beyond the window", unit: "nats",
        digits: 3, longName: "norm of the true gradient from beyond the boundaries",
        forms: [.episodes, .stream])
    /// Norm at the boundaries of the next window's own gradient.
    public static let windowGradientNorm = Quantity(
        "window_gradient_norm", label: "norm of the next window's own part of it", unit: "nats",
        digits: 3, longName: "norm at the boundaries of the next window's own gradient",
        forms: [.episodes, .stream])
    /// Norm of the synthetic gradient at the boundaries of held-out sequences.
    public static let heldOutSyntheticNorm = Quantity(
        "held_out_synthetic_gradient_norm", label: "norm of the synthetic gradient",
        unit: "nats", digits: 3, longName: "norm of the synthetic gradient at the boundaries",
        forms: [.episodes, .stream])
    /// Cosine of the synthetic and the true gradient at the boundaries.
    public static let gradientCosine = Quantity(
        "gradient_cosine", label: "cosine of synthetic and true gradient", better: .higher,
        longName: "cosine of the synthetic and the true gradient at the boundaries",
        forms: [.episodes, .stream])
    /// ‖G − G_T‖/‖G‖ of the parameter gradients G of full and G_T of truncated BPTT.
    public static let shareBeyondWindow = Quantity(
        "gradient_share_beyond", label: "share of the gradient beyond the window",
        longName: "|G - G_T|/|G|, G the parameter gradient of full BPTT and G_T of truncated BPTT",
        forms: [.episodes, .stream])
    /// Cosine of the parameter gradients of truncated and full BPTT.
    public static let truncatedCosine = Quantity(
        "truncated_gradient_cosine", label: "cosine of truncated and full parameter gradient",
        better: .higher, longName: "cosine of the parameter gradients of truncated and full BPTT",
        forms: [.episodes, .stream])
    /// Cosine of the parameter gradients of full BPTT and of windows with scale·ĝ at their ends.
    public static let boundaryCosine = Quantity(
        "boundary_gradient_cosine",
        label: "cosine of full parameter gradient and truncated one with SGs", better: .higher,
        longName: "cosine of the parameter gradients of full BPTT and of windows with scaled "
            + "synthetic gradients at their ends", forms: [.episodes, .stream])
    /// Cosine of the parameter gradients of the run's own learning rule and of full BPTT.
    public static let ruleCosine = Quantity(
        "rule_gradient_cosine", label: "cosine of the rule's and the full parameter gradient",
        better: .higher,
        longName: "cosine of the parameter gradients of the learning rule and of full BPTT",
        forms: [.episodes, .stream])
    /// ‖G − G_r‖/‖G‖ of the parameter gradients G of full BPTT and G_r of the run's learning rule.
    public static let ruleShareMissing = Quantity(
        "rule_gradient_missing", label: "share of the gradient that the rule misses",
        better: .lower,
        longName: "|G - G_r|/|G|, G the parameter gradient of full BPTT and G_r of the rule",
        forms: [.episodes, .stream])
    /// Norm of the last scored step's gradient at earlier states, before training.
    public static let untrainedDecay = Quantity(
        "gradient_by_lag_untrained", label: "gradient of the last scored step, before training",
        unit: "nats", digits: 3,
        longName: "norm of the last scored step's gradient at an earlier state, before training",
        forms: [.episodes, .stream])
    /// Norm of the last scored step's gradient at earlier states, at the end of training.
    public static let trainedDecay = Quantity(
        "gradient_by_lag_trained", label: "gradient of the last scored step, after training",
        unit: "nats", digits: 3,
        longName: "norm of the last scored step's gradient at an earlier state, at the end of "
            + "training", forms: [.episodes, .stream])
}
