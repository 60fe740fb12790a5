/// The speed-up of one network, shared by more and more workers, by the costs of its layers and the link
/// between workers.
///
/// The network has as many equal layers as there may be workers: w workers that divide the layers have
/// layers/w each (strong scaling). Workers with data or windows of their own have all layers and take w
/// batches or windows in an update. Speed-up is samples per second, relative to one worker with plain
/// backpropagation.
package struct ScalingLaw: Hashable, Codable, Sendable {
    package var layer: LayerCosts
    /// A power of two.
    package var layers = 1024
    package var link: Link
    package var sending = MessageCost()
    package var receiving = MessageCost()
    /// Seconds to add a byte's worth of gradients, in a sum.
    package var addingPerByte = 0.0
    /// The parts of a batch in mode `pipelined`.
    package var microbatches = 4
    /// The slack of modes with stale gradients and with synthesizers.
    package var slack = 2
    /// The updates after which everything has to arrive.
    package var round = Schedule.longestRound

    /// The law of a network of 1,024 such layers.
    package init(_ layer: LayerCosts, over link: Link) {
        self.layer = layer
        self.link = link
    }

    /// The numbers of workers: 1, 2, 4 … up to the number of layers.
    package var workers: [Int] {
        Array(sequence(first: 1) { $0 * 2 <= layers ? $0 * 2 : nil })
    }

    /// The course of training.
    ///
    /// Where an update begins only after the one before, two are simulated, which all others are like;
    /// elsewhere a whole round, since the network fills and empties within it.
    package func simulation(_ mode: Parallelism.Mode, workers: Int) -> Simulation {
        let parallelism = Parallelism(
            mode, workers: workers, microbatches: microbatches, slack: slack)
        var costs = layer.costs(parallelism, layers: layers)
        (costs.sending, costs.receiving) = (sending, receiving)
        costs.addingPerByte = addingPerByte
        let updates =
            switch mode {
            case .locked, .pipelined, .data, .windows: min(2, round)
            case .stale, .decoupled, .forwardUnlocked: round
            }
        return Simulator(Schedule(parallelism), costs, link).run(updates: updates, round: updates)
    }

    /// Samples per second relative to one worker with plain backpropagation.
    package func speedUp(_ mode: Parallelism.Mode, workers: Int) -> Double {
        let alone = layer.load + Double(layers) * (layer.forward + layer.backward + layer.step)
        let batches =
            switch mode {
            case .locked, .pipelined, .stale, .decoupled, .forwardUnlocked: 1
            case .data, .windows: workers
            }
        return Double(batches) * alone
            / simulation(mode, workers: workers).secondsPerUpdate
    }

    /// The smallest number of workers, of 2, 4, 8 …, from which on one mode is faster than another for
    /// all larger numbers; nil where it is not the faster at the largest.
    package func firstWorkers(
        where mode: Parallelism.Mode, beats rival: Parallelism.Mode
    ) -> Int? {
        workers.dropFirst().reversed().prefix {
            speedUp(mode, workers: $0) > speedUp(rival, workers: $0)
        }.last
    }
}
