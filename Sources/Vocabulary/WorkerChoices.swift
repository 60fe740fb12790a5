/// The ways in which several workers, each a process, share the training of one network.
public enum ParallelKind: String, Choice {
    /// Layers are divided; every worker waits for the true gradient of the batch from above.
    case locked
    /// Layers are divided, and a batch passes in microbatches (GPipe).
    case pipelined
    /// Layers are divided; the true gradient of an earlier batch is used, that of the latest is not
    /// waited for.
    case stale
    /// Layers are divided, with a synthesizer at every cut: no layer waits for its gradient.
    case decoupled
    /// The same with synthetic inputs: no layer waits for its inputs either.
    case forwardUnlocked = "forward_unlocked"
    /// Every worker has the network and a batch of its own; gradients are averaged.
    case data
    /// Every worker has the next window of the same sequences, joined by synthetic gradients.
    case windows

    /// The settings that are read where this is chosen.
    public var reads: Reads {
        switch self {
        case .locked, .data, .windows: []
        case .pipelined: [.microbatches]
        case .stale, .decoupled, .forwardUnlocked: [.slack]
        }
    }

    /// The way in which one worker does the same.
    func alone(in family: NetworkFamily) -> ParallelKind {
        switch (self, family) {
        case (.stale, _), (.data, .layered): .locked
        case (.windows, _): .data
        case (.locked, _), (.pipelined, _), (.decoupled, _), (.forwardUnlocked, _),
            (.data, .recurrent):
            self
        }
    }

    /// The networks that can be shared in this way.
    package var families: [NetworkFamily] {
        switch self {
        case .locked, .pipelined, .stale, .decoupled, .forwardUnlocked: [.layered]
        case .data: [.recurrent, .layered]
        case .windows: [.recurrent]
        }
    }
}

/// What workers send their messages through.
public enum LinkKind: String, Choice {
    /// Memory: the workers are threads of one process.
    case memory
    /// Sockets on this machine: Unix ones, or TCP on loopback.
    case unix, tcp
    /// Open MPI, which reaches other machines too.
    case mpi

    /// The settings that are read where this is chosen.
    public var reads: Reads {
        switch self {
        case .memory, .mpi: []
        case .unix, .tcp: [.linkLatency, .linkBandwidth]
        }
    }
}
