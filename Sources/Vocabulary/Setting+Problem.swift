// What is learned, by which network, moved by which optimizer. A setting added here is at once an
// axis, a command-line override, a key of the configuration and a coordinate of the collected file.

extension Setting where Content == Int {
    /// The distinct symbols of the copy tasks.
    public static var symbols: Self {
        .init(
            .symbols, "symbols", default: 2, .integers(2...256), units: "1",
            "copy tasks: distinct symbols, 256 for 8 bits at once")
    }
    /// The length N of the first sequences, in symbols.
    public static var curriculumStart: Self {
        .init(
            .curriculumStart, "curriculum_start", default: 1, .integers(1...10_000),
            units: "symbols",
            "length N of the first sequences; shorter ones count as solved")
    }
    /// The held-out batches in the curriculum's running mean.
    public static var curriculumBatches: Self {
        .init(
            .curriculumBatches, "curriculum_batches", default: 5, .integers(1...1000), units: "1",
            "held-out batches in the curriculum's running mean; 1: the single last batch decides")
    }
    /// The layers of the image task's network, the output layer counted.
    public static var depth: Self {
        .init(
            .depth, "depth", default: 4, .integers(2...256), units: "1",
            "image task: layers of the network, the output layer counted")
    }
    /// The hidden units of the cell or of a layer, or the channels of a convolution.
    public static var units: Self {
        .init(
            .units, "units", default: 64, .integers(1...8192), units: "1",
            "hidden units of the cell or of a layer, channels of a convolution")
    }
    /// The sequences, or images, of a batch.
    public static var batch: Self {
        .init(
            .batch, "batch", default: 32, .integers(1...65_536), units: "1",
            "sequences or images in a batch")
    }
}

extension Setting where Content == Double {
    /// The loss below which a level of the curriculum counts as solved.
    public static var curriculumThreshold: Self {
        .init(
            .curriculumThreshold, "curriculum_threshold", default: 0.15, .positiveReals(upTo: 100),
            units: "bits",
            "bits per scored output (adding: squared error) below which a level counts as solved")
    }
    /// The initial bias of the LSTM's forget gate.
    public static var forgetBias: Self {
        .init(
            .forgetBias, "forget_bias", default: 1, .reals(-10...10), units: "1",
            "initial bias of the LSTM's forget gate")
    }
    /// The step size of the network's optimizer.
    public static var learningRate: Self {
        .init(
            .learningRate, "learning_rate", default: 1e-3, .positiveReals(upTo: 10), units: "1",
            "step size")
    }
    /// The share of the velocity that the momentum optimizer keeps.
    public static var momentum: Self {
        .init(
            .momentum, "momentum", default: 0.9, .reals(0...0.9999), units: "1",
            "share of the velocity kept by optimizer momentum")
    }
    /// The norm of `gradient_scaling`; 0: not scaled.
    public static var clipNorm: Self {
        .init(
            .clipNorm, "clip_norm", default: 0, .reals(0...1e9), units: "1", whenOn: [.normScope],
            "norm of gradient_scaling; 0: not scaled")
    }
    /// The lower end of the band of `gradient_scaling`; 0: nothing is scaled up.
    public static var normFloor: Self {
        .init(
            .normFloor, "norm_floor", default: 0, .reals(0...1e9), units: "1", whenOn: [.normScope],
            "lower end of gradient_scaling's band; 0: nothing is scaled up")
    }
    /// The norm of `carried_scaling`, in nats; 0: not scaled.
    public static var carriedClipNorm: Self {
        .init(
            .carriedClipNorm, "carried_clip_norm", default: 0, .reals(0...1e9), units: "nats",
            "norm of carried_scaling; 0: not scaled")
    }
    /// The lower end of the band of `carried_scaling`, in nats; 0: nothing is scaled up.
    public static var carriedNormFloor: Self {
        .init(
            .carriedNormFloor, "carried_norm_floor", default: 0, .reals(0...1e9), units: "nats",
            "lower end of carried_scaling's band; 0: nothing is scaled up")
    }
}
