import Layers
import Tensor
import TestSupport
import Testing
import Trainers
import Workers

/// Batches in parts, one after the other or on several workers, against the whole batch.
@Suite struct SharedBatchChaosTests {
    private func expectClose(
        _ trainer: LayerwiseTrainer, _ other: LayerwiseTrainer, layers: Range<Int>,
        _ what: String
    ) {
        for layer in layers {
            #expect(
                relativeError(
                    trainer.network.layers[layer].parameters.flat.values,
                    other.network.layers[layer].parameters.flat.values) < 2e-4,
                "layer \(layer) of \(what)")
        }
    }

    /// Adam divides by gradients near zero, which are rounding; steps of momentum are comparable.
    private func network(_ numbers: inout TestNumbers, workers: Int) -> LayeredCase {
        var network = LayeredCase(&numbers, workers: workers, batchNormalized: false)
        network.isAdam = false
        return network
    }

    @Test(arguments: [1, 2, 3, 4])
    func microbatchesAreTheWholeBatch(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(workers))
        for _ in 0..<Chaos.trials(short: 6, long: 200) {
            let network = network(&numbers, workers: workers)
            let parts = Int.random(in: 2...network.batch, using: &numbers)
            let parallelism = Parallelism(.pipelined, workers: workers, microbatches: parts)
            let trainer = network.trainer()
            for update in 0..<10 { trainer.update(network.batch(update)) }
            let all = network.stages(parallelism)
            try runTogether(all.map(\.stage), Schedule(parallelism), 0..<4)
            try runTogether(all.map(\.stage), Schedule(parallelism), 4..<10)
            for (worker, pair) in all.enumerated() {
                let own = LayerStage.cuts(
                    depth: network.depth, workers: workers, worker: worker)
                expectClose(
                    pair.trainer, trainer, layers: own, "\(network), \(parallelism)")
            }
        }
    }

    /// Through the real sum around a ring.
    @Test(arguments: [1, 2, 3, 5])
    func batchesOfAllWorkersAreOne(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(20 + workers))
        for trial in 0..<Chaos.trials(short: 4, long: 100) {
            let network = network(&numbers, workers: 2)
            let parallelism = Parallelism(.data, workers: workers)
            var whole = network
            whole.batch *= workers
            let trainer = whole.trainer()
            var loss = 0.0
            for update in 0..<10 { loss += trainer.update(whole.batch(update)).loss }
            let all = network.stages(parallelism)
            let crew = try ThreadCrew(Medium.allCases[trial % 3], parallelism) { all[$0].stage }
            let reports = try crew.crew.run(0..<4) + crew.crew.run(4..<10)
            crew.end()
            for (_, other) in all {
                for (mine, theirs) in zip(other.network.layers, all[0].trainer.network.layers) {
                    #expect(mine.parameters.flat.values == theirs.parameters.flat.values)
                }
                expectClose(other, trainer, layers: 0..<network.depth, "\(network)")
            }
            let sum = reports.reduce(0) { $0 + $1.stage.loss }
            #expect(abs(sum - loss) < 1e-4 * loss)
        }
    }

    /// The statistics of a microbatch are its own.
    @Test func microbatchesAreNormalizedByThemselves() throws {
        var numbers = TestNumbers(seed: 3)
        var network = LayeredCase(&numbers, workers: 2, batchNormalized: true)
        network.batch = 6
        let states = try [1, 2].map { parts in
            let parallelism = Parallelism(.pipelined, workers: 2, microbatches: parts)
            let stages = network.stages(parallelism).map(\.stage)
            try runTogether(stages, Schedule(parallelism), 0..<2)
            return try gathered(stages)
        }
        #expect(states[0] != states[1])
    }
}
