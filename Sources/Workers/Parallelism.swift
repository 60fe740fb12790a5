/// The way in which workers share the training of one network.
package struct Parallelism: Hashable, Sendable {
    /// What each worker has of the work, and what it waits for.
    package enum Mode: Hashable, Sendable, CaseIterable {
        /// Layers are divided; every worker waits for the true gradient of the batch from above.
        case locked
        /// Layers are divided, and a batch passes in microbatches, all forward and then all backward.
        ///
        /// Source: Huang et al. 2019, "GPipe", arXiv 1811.06965.
        case pipelined
        /// Layers are divided; a worker goes on with later batches while the gradient of an earlier one
        /// is on its way, with the activations of that batch kept.
        ///
        /// Source: Huo et al. 2018, "Decoupled Parallel Backpropagation", arXiv 1804.10574.
        case stale
        /// Layers are divided, with a synthesizer at every cut: a worker steps with the synthetic
        /// gradient; the target of the synthesizer may come later.
        ///
        /// Source: Jaderberg et al. 2017, section 2.
        case decoupled
        /// The same, and a worker reads synthetic inputs: it waits for nobody below either.
        case forwardUnlocked
        /// Every worker has the network and a batch of its own; gradients are averaged.
        case data
        /// Every worker has the recurrent network and the next window of the same sequences; the state
        /// goes on from one to the next, the gradient at the end of a window is synthetic, parameter
        /// gradients are averaged.
        case windows
    }

    package var mode: Mode
    /// The number of workers w.
    package var workers: Int
    /// The parts of a batch in mode `pipelined`.
    package var microbatches = 1
    /// The updates by which a gradient may be late: at each cut in mode `stale`, and of the target of a
    /// synthesizer in `decoupled` and `forwardUnlocked`. It is that late always, but at
    /// the end of a round, where everything arrives: so results do not depend on time, but on where
    /// rounds end.
    package var slack = 0

    package init(_ mode: Mode, workers: Int, microbatches: Int = 1, slack: Int = 0) {
        precondition(
            workers > 0 && microbatches > 0 && slack >= 0,
            "\(workers) workers, \(microbatches) microbatches, slack \(slack)")
        self.mode = mode
        self.workers = workers
        self.microbatches = microbatches
        self.slack = slack
    }
}
