import Layers
import Tensor
import TestSupport
import Testing
import Trainers
import Workers

/// Gradients and targets that come late, against textbook computations in float64.
@Suite struct SlackChaosTests {
    /// Dense layers without normalization.
    private func plainCase(_ numbers: inout TestNumbers, workers: Int) -> LayeredCase {
        var network = LayeredCase(&numbers, workers: workers, batchNormalized: false)
        network.isConvolution = false
        network.isAdam = false
        return network
    }

    private func expectClose(
        _ workers: [(stage: LayerStage, trainer: LayerwiseTrainer)], _ layers: [PlainLayer],
        _ what: String
    ) {
        for (worker, pair) in workers.enumerated() {
            let own = LayerStage.cuts(
                depth: layers.count, workers: workers.count, worker: worker)
            for layer in own {
                let parameters = pair.trainer.network.layers[layer].parameters
                #expect(
                    relativeError(
                        parameters["W"].values, layers[layer].weights.flatMap { $0 }) < 1e-4,
                    "layer \(layer) of \(what)")
                #expect(
                    relativeError(parameters["b"].values, layers[layer].bias) < 1e-3,
                    "layer \(layer) of \(what)")
            }
        }
    }

    /// The updates at whose weights batch `batch` runs through a layer forward; backward it is `batch`
    /// itself.
    private func version(_ batch: Int, _ round: Range<Int>, delay: Int) -> Int {
        max(round.lowerBound, batch - delay)
    }

    @Test(arguments: [1, 2, 3, 4])
    func staleGradientsAreThoseOfTheBatchAtTheWeightsThereAre(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(workers))
        for slack in [1, 2, 3] {
            for _ in 0..<Chaos.trials(short: 2, long: 50) {
                let network = plainCase(&numbers, workers: workers)
                let parallelism = Parallelism(.stale, workers: workers, slack: slack)
                let all = network.stages(parallelism)
                var layers = all[0].trainer.plain
                let delays = layers.indices.map { layer in
                    let worker = (0..<workers).first {
                        LayerStage.cuts(depth: layers.count, workers: workers, worker: $0)
                            .contains(layer)
                    }
                    return slack * (workers - 1 - (worker ?? 0))
                }
                var versions = [layers]
                let rounds = [0..<1, 1..<12, 12..<20]
                for round in rounds {
                    for batch in round {
                        let samples = network.samples(batch)
                        var outputs = [samples.rows]
                        for layer in layers.indices {
                            let past = version(batch, round, delay: delays[layer])
                            outputs.append(versions[past][layer].forward(outputs[layer]))
                        }
                        var arriving = samples.lossGradient(outputs[layers.count])
                        for layer in layers.indices.reversed() {
                            let delta = layers[layer].before(
                                arriving, output: outputs[layer + 1])
                            arriving = layers[layer].below(delta)
                            layers[layer].step(
                                inputs: outputs[layer], delta: delta,
                                scale: 1 / Double(network.batch), rate: 0.1)
                        }
                        versions.append(layers)
                    }
                    try runTogether(all.map(\.stage), Schedule(parallelism), round)
                }
                expectClose(all, layers, "\(network), \(parallelism)")
            }
        }
    }

    @Test(arguments: [2, 3, 4])
    func lateTargetsAreRegressedAtTheOutputsOfTheirBatch(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(50 + workers))
        for slack in [0, 1, 3] {
            for _ in 0..<Chaos.trials(short: 2, long: 50) {
                var network = plainCase(&numbers, workers: workers)
                network.kind = .linear
                network.placement = LayeredCase.cuts(depth: network.depth, workers: workers)
                let parallelism = Parallelism(.decoupled, workers: workers, slack: slack)
                let all = network.stages(parallelism)
                var layers = all[0].trainer.plain
                // A synthesizer is a layer without an activation, at zero at first.
                var synthesizers = network.placement.map { layer in
                    let width = layers[layer].bias.count
                    return PlainLayer(
                        weights: (0..<width).map { _ in [Double](repeating: 0, count: width) },
                        bias: [Double](repeating: 0, count: width), activation: "identity")
                }
                for round in [0..<2, 2..<11, 11..<24] {
                    var late: [(outputs: [[[Double]]], targets: [[[Double]]])] = []
                    func finish() {
                        let batch = late.removeFirst()
                        for index in synthesizers.indices {
                            let (output, target) = (batch.outputs[index], batch.targets[index])
                            let prediction = synthesizers[index].forward(output)
                            let error = zip(prediction, target).map { zip($0, $1).map { $0 - $1 } }
                            synthesizers[index].step(
                                inputs: output, delta: error,
                                scale: 2 / Double(error.count * error[0].count), rate: 0.2)
                        }
                    }
                    for batch in round {
                        let samples = network.samples(batch)
                        var outputs = [samples.rows]
                        for layer in layers { outputs.append(layer.forward(outputs.last ?? [])) }
                        var arriving = samples.lossGradient(outputs[layers.count])
                        var targets = synthesizers.map { _ in [[Double]]() }
                        for layer in layers.indices.reversed() {
                            if let cut = network.placement.firstIndex(of: layer) {
                                targets[cut] = arriving
                                arriving = synthesizers[cut].forward(outputs[layer + 1])
                            }
                            let delta = layers[layer].before(
                                arriving, output: outputs[layer + 1])
                            arriving = layers[layer].below(delta)
                            layers[layer].step(
                                inputs: outputs[layer], delta: delta,
                                scale: 1 / Double(network.batch), rate: 0.1)
                        }
                        late.append((network.placement.map { outputs[$0 + 1] }, targets))
                        if late.count > slack { finish() }
                    }
                    while !late.isEmpty { finish() }
                    try runTogether(all.map(\.stage), Schedule(parallelism), round)
                }
                expectClose(all, layers, "\(network), \(parallelism)")
                for (index, synthesizer) in synthesizers.enumerated() {
                    #expect(
                        relativeError(
                            all[index].trainer.interfaces[index].parameters["W"].values,
                            synthesizer.weights.flatMap { $0 }) < 2e-3)
                }
            }
        }
    }

    /// With targets that are late a forward unlock is still the same updates in the same order: those
    /// of synthetic inputs that are regressed late too.
    @Test(arguments: [2, 3])
    func lateInputsChangeWhatIsLearned(_ workers: Int) throws {
        var numbers = TestNumbers(seed: UInt64(70 + workers))
        let network = LayeredCase(&numbers, workers: workers, synthetic: true, inputs: true)
        let states = try [0, 2].map { slack in
            let parallelism = Parallelism(.forwardUnlocked, workers: workers, slack: slack)
            let stages = network.stages(parallelism).map(\.stage)
            try runTogether(stages, Schedule(parallelism), 0..<10)
            let reports = stages.map { $0.takeReport() }
            #expect(reports.reduce(0) { $0 + $1.inputLosses } == 10 * network.placement.count)
            return try gathered(stages)
        }
        #expect(states[0] != states[1])
    }
}
