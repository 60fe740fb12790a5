// How the gradient is had. Where public implementations disagree (the options), the first choice
// is the default.

extension Setting where Content == Int {
    /// The window length T, in time steps.
    public static var truncation: Self {
        .init(
            .truncation, "truncation", default: 5, .integers(1...100_000), units: "time steps",
            "window length T: backprop stops after T steps")
    }
    /// The steps k that `truncated_bptt_extra` adds to the window.
    public static var extraSteps: Self {
        .init(
            .extraSteps, "extra_steps", default: 1, .integers(1...100_000), units: "time steps",
            "truncated_bptt_extra: steps k added to the window; 1 costs a linear synthesizer's work"
        )
    }
    /// The time steps that `oracle` and `bp_lambda_*` look ahead; 0: to the sequence's end.
    public static var horizon: Self {
        .init(
            .horizon, "horizon", default: 0, .integers(0...100_000), units: "time steps",
            "how far oracle and bp_lambda_* look ahead of a window; 0: to the sequence's end")
    }
    /// The hidden units of an MLP synthesizer, of gradients or of inputs.
    public static var synthesizerHidden: Self {
        .init(
            .synthesizerHidden, "synthesizer_hidden", default: 128, .integers(1...65_536),
            units: "1",
            "hidden units of an MLP synthesizer, of gradients or of inputs")
    }
    /// The hidden layers of an MLP synthesizer, of gradients or of inputs.
    public static var synthesizerLayers: Self {
        .init(
            .synthesizerLayers, "synthesizer_layers", default: 1, .integers(1...16), units: "1",
            "hidden layers of an MLP synthesizer, of gradients or of inputs")
    }
    /// The coming targets that a conditioned synthesizer sees; 0: as many as the window has.
    public static var conditionSteps: Self {
        .init(
            .conditionSteps, "condition_steps", default: 0, .integers(0...1000),
            units: "time steps",
            "coming targets that a conditioned synthesizer sees; 0: as many as the window has")
    }
    /// The updates for which the synthesizer is trained but not applied, or before layers are frozen.
    public static var warmUp: Self {
        .init(
            .warmUp, "warm_up", default: 1000, .integers(0...1_000_000_000), units: "updates",
            "*_warm_up: updates for which the synthesizer is trained but not applied; "
                + "backprop_then_frozen: updates of backpropagation before the layers are frozen")
    }
    /// The updates between renewals of the frozen copy that bootstraps targets; 0: none.
    public static var synthesizerCopyEvery: Self {
        .init(
            .synthesizerCopyEvery, "synthesizer_copy_every", default: 0, .integers(0...1_000_000),
            units: "updates",
            "renewal of a frozen copy that supplies the bootstrapped part of targets; 0: none")
    }
    /// The steps k that a synthesizer takes towards the same targets in an update.
    public static var synthesizerSteps: Self {
        .init(
            .synthesizerSteps, "synthesizer_steps", default: 1, .integers(1...1000), units: "1",
            "steps of the synthesizer in an update, each regressed to the same targets")
    }
}

extension Setting where Content == Double {
    /// The factor of the synthetic gradient where it enters the backward pass.
    public static var sgScale: Self {
        .init(
            .sgScale, "sg_scale", default: 1, .reals(0...100), units: "1",
            "factor of the synthetic gradient where it enters the backward pass")
    }
    /// The share of the back-propagated gradient at states inside a window.
    public static var mixingLambda: Self {
        .init(
            .mixingLambda, "mixing_lambda", default: 1, .reals(0...1), units: "1",
            "share of the back-propagated gradient at states inside a window, the rest synthetic")
    }
    /// The share of the back-propagated gradient at an interface between layers.
    public static var layerMixing: Self {
        .init(
            .layerMixing, "layer_mixing", default: 0, .reals(0...1), units: "1",
            "image task: share of the back-propagated gradient at an interface, the rest synthetic")
    }
    /// The probability that a segment, or a layer, takes part in an update, in the image task.
    public static var updateProbability: Self {
        .init(
            .updateProbability, "update_probability", default: 1, .positiveReals(upTo: 1),
            units: "1", whenOtherThan: 1, Reads(layered: [.updateUnit]),
            "image task: probability that a segment, or a layer, takes part in an update")
    }
    /// The λ of `bp_lambda_*`: 0 one-step bootstrap, 1 without bias.
    public static var returnLambda: Self {
        .init(
            .returnLambda, "return_lambda", default: 0.9, .reals(0...1), units: "1",
            "lambda of bp_lambda_*: 0 one-step bootstrap, 1 without bias")
    }
    /// The discount per step in the targets of `bp_lambda_*`.
    public static var discount: Self {
        .init(
            .discount, "discount", default: 1, .reals(0...1), units: "1",
            "discount per step in the targets of bp_lambda_*")
    }
    /// The weight of the auxiliary head's loss.
    public static var auxiliaryWeight: Self {
        .init(
            .auxiliaryWeight, "auxiliary_weight", default: 1, .positiveReals(upTo: 1e6), units: "1",
            "*_aux: weight of the auxiliary head's loss")
    }
    /// The step size of the synthesizer's own optimizer.
    public static var synthesizerLearningRate: Self {
        .init(
            .synthesizerLearningRate, "synthesizer_learning_rate", default: 1e-3,
            .positiveReals(upTo: 10), units: "1",
            "step size of the synthesizer's own optimizer")
    }
    /// The global norm to which the synthesizer's gradient is clipped; 0: not clipped.
    public static var synthesizerClipNorm: Self {
        .init(
            .synthesizerClipNorm, "synthesizer_clip_norm", default: 0, .reals(0...1e9), units: "1",
            "global norm the synthesizer's gradient is clipped to; 0: not clipped")
    }
}
