// Training by several workers, and the link between them.

extension Setting where Content == ParallelKind {
    /// The way in which workers share the training.
    public static var parallel: Self {
        .init(.parallel, "parallel", default: .locked, "how workers share the training")
    }
}

extension Setting where Content == LinkKind {
    /// What workers send their messages through.
    public static var link: Self {
        .init(.link, "link", default: .unix, "what workers send their messages through")
    }
}

extension Setting where Content == Int {
    /// The workers, each a process; 0: the cell's own process trains.
    public static var workers: Self {
        .init(
            .workers, "workers", default: 0, .integers(0...64), units: "1",
            whenOn: Reads(
                recurrent: [.parallel, .link], layered: [.parallel, .link, .layerSleep]),
            "processes that share the training of a cell; 0: the cell's own process trains")
    }
    /// The parts in which a batch passes through pipelined workers.
    public static var microbatches: Self {
        .init(
            .microbatches, "microbatches", default: 4, .integers(1...1024), units: "1",
            "pipelined workers: parts of a batch")
    }
    /// The updates by which a gradient from another worker comes late.
    public static var slack: Self {
        .init(
            .slack, "slack", default: 2, .integers(0...64), units: "updates",
            "updates by which a gradient comes late: stale, at each cut; decoupled, the target of a "
                + "synthesizer")
    }
}

extension Setting where Content == Double {
    /// Time that every message takes besides.
    public static var linkLatency: Self {
        .init(
            .linkLatency, "link_latency", default: 0, .reals(0...1e6), units: "us",
            "time added to every message between workers, as on a slower link")
    }
    /// The bandwidth that messages are slowed down to; 0: as fast as they are.
    public static var linkBandwidth: Self {
        .init(
            .linkBandwidth, "link_bandwidth", default: 0, .reals(0...1e6), units: "MB/s",
            "bandwidth that messages between workers are slowed down to; 0: as it is")
    }
    /// Time that the forward of a layer takes besides.
    public static var layerSleep: Self {
        .init(
            .layerSleep, "layer_sleep", default: 0, .reals(0...1e6), units: "us",
            "time added to the forward of every layer and of a synthesizer, twice that to the backward "
                + "of a layer, as with costlier ones")
    }
}
