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

    /// The law of a network of 1,024 such layers.
    package init(_ layer: LayerCosts, over link: Link) {
        self.layer = layer
        self.link = link
    }

    /// The numbers of workers: 1, 2, 4 … up to the number of layers.
    package var workers: [Int] {
        Array(sequence(first: 1) { $0 * 2 <= layers ? $0 * 2 : nil })
    }

    /// The seconds that one more update takes in a training that is under way: what it takes to fill the
    /// workers with batches and to empty them again counts for nothing.
    package func secondsPerUpdate(_ mode: Parallelism.Mode, workers: Int) -> Double {
        let parallelism = Parallelism(
            mode, workers: workers, microbatches: microbatches, slack: slack)
        var costs = layer.costs(parallelism, layers: layers)
        (costs.sending, costs.receiving) = (sending, receiving)
        costs.addingPerByte = addingPerByte
        let simulator = Simulator(Schedule(parallelism), costs, link)
        func seconds(_ updates: Int) -> Double {
            simulator.run(updates: updates, round: updates).secondsPerUpdate * Double(updates)
        }
        // Workers are alike, so that a few updates are under way like any later ones.
        let (few, more) = mode.isStreaming ? (16, 32) : (1, 3)
        return (seconds(more) - seconds(few)) / Double(more - few)
    }

    /// Samples per second relative to one worker with plain backpropagation.
    package func speedUp(_ mode: Parallelism.Mode, workers: Int) -> Double {
        let alone = layer.load + Double(layers) * (layer.forward + layer.backward + layer.step)
        let batches =
            switch mode {
            case .locked, .pipelined, .stale, .decoupled, .forwardUnlocked: 1
            case .data, .windows: workers
            }
        return Double(batches) * alone / secondsPerUpdate(mode, workers: workers)
    }

    /// The speed-ups with each number of workers.
    package func speedUps(_ mode: Parallelism.Mode) -> [Double] {
        workers.map { speedUp(mode, workers: $0) }
    }

    /// The smallest number of workers, of 2, 4, 8 …, from which on one mode is faster than another for
    /// all larger numbers; nil where it is not the faster at the largest.
    /// - Parameters:
    ///   - speedUps: of the one mode, and `rivals` of the other, with each number of workers.
    package func firstWorkers(where speedUps: [Double], beat rivals: [Double]) -> Int? {
        zip(workers, zip(speedUps, rivals)).dropFirst().reversed().prefix { $1.0 > $1.1 }.last?.0
    }
}

extension Parallelism.Mode {
    /// Whether an update begins before the one before has ended.
    fileprivate var isStreaming: Bool {
        switch self {
        case .stale, .decoupled, .forwardUnlocked: true
        case .locked, .pipelined, .data, .windows: false
        }
    }
}
