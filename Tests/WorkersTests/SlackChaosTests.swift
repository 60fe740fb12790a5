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

    /// Synthesizers of gradients at the cuts, and of inputs where there are, by the textbook.
    private struct Plain {
        let network: LayeredCase
        var layers: [PlainLayer]
        var synthesizers: [PlainLayer]
        /// Empty where inputs are real.
        var inputs: [PlainLayer]
        private var late: [Late] = []

        /// What is learned later, by cut.
        private struct Late {
            let samples: Samples
            var seen: [[[Double]]]
            var targets: [[[Double]]]
            var outputs: [[[Double]]]
        }

        init(_ network: LayeredCase, _ trainer: LayerwiseTrainer) {
            self.network = network
            layers = trainer.plain
            synthesizers = trainer.interfaces.map {
                PlainLayer(
                    inputs: $0.prediction.columns + (network.isConditioned ? network.classes : 0),
                    outputs: $0.prediction.columns)
            }
            inputs = trainer.interfaces.compactMap { $0.inputSynthesizer?.layers[0] }.map(
                PlainLayer.init)
        }

        private func joined(_ rows: [[Double]], _ samples: Samples) -> [[Double]] {
            network.isConditioned ? samples.conditioned(rows) : rows
        }

        mutating func update(_ samples: Samples, slack: Int) {
            var read: [[[Double]]] = []
            var outputs: [[[Double]]] = []
            for (index, layer) in layers.enumerated() {
                let cut = network.placement.firstIndex(of: index - 1)
                if let cut, !inputs.isEmpty {
                    read.append(inputs[cut].forward(samples.rows))
                } else {
                    read.append(outputs.last ?? samples.rows)
                }
                outputs.append(layer.forward(read[index]))
            }
            var batch = Late(
                samples: samples, seen: network.placement.map { read[$0 + 1] },
                targets: network.placement.map { _ in [] },
                outputs: network.placement.map { outputs[$0] })
            var arriving = samples.lossGradient(outputs[layers.count - 1])
            for layer in layers.indices.reversed() {
                if let cut = network.placement.firstIndex(of: layer) {
                    batch.targets[cut] = arriving
                    arriving = synthesizers[cut].forward(joined(outputs[layer], samples))
                }
                let delta = layers[layer].before(arriving, output: outputs[layer])
                arriving = layers[layer].below(delta)
                layers[layer].step(
                    inputs: read[layer], delta: delta, scale: 1 / Double(network.batch), rate: 0.1)
            }
            late.append(batch)
            if late.count > slack { finish() }
        }

        private mutating func finish() {
            let batch = late.removeFirst()
            for cut in synthesizers.indices {
                synthesizers[cut].regress(
                    joined(batch.seen[cut], batch.samples), to: batch.targets[cut], rate: 0.2)
                if !inputs.isEmpty {
                    inputs[cut].regress(batch.samples.rows, to: batch.outputs[cut], rate: 0.05)
                }
            }
        }

        mutating func endRound() { while !late.isEmpty { finish() } }
    }

    @Test(
        arguments: [2, 3, 4], [Parallelism.Mode.decoupled, .forwardUnlocked])
    func lateTargetsAreLearnedFromTheirOwnBatch(
        _ workers: Int, _ mode: Parallelism.Mode
    ) throws {
        var numbers = TestNumbers(seed: UInt64(50 + workers))
        for slack in [0, 1, 3] {
            for isConditioned in [false, true] {
                for _ in 0..<Chaos.trials(short: 1, long: 50) {
                    var network = plainCase(&numbers, workers: workers)
                    network.kind = .linear
                    network.isConditioned = isConditioned
                    network.hasInputs = mode == .forwardUnlocked
                    network.placement = LayeredCase.cuts(depth: network.depth, workers: workers)
                    let parallelism = Parallelism(mode, workers: workers, slack: slack)
                    let all = network.stages(parallelism)
                    var plain = Plain(network, all[0].trainer)
                    for round in [0..<2, 2..<11, 11..<24] {
                        for batch in round {
                            plain.update(network.samples(batch), slack: slack)
                        }
                        plain.endRound()
                        try runTogether(all.map(\.stage), Schedule(parallelism), round)
                    }
                    expectClose(all, plain.layers, "\(network), \(parallelism)")
                    for (cut, synthesizer) in plain.synthesizers.enumerated() {
                        expectClose(
                            all[cut].trainer.interfaces[cut].parameters, synthesizer,
                            "synthesizer of \(network), \(parallelism)")
                    }
                    for (cut, synthesizer) in plain.inputs.enumerated() {
                        let interface = all[cut + 1].trainer.interfaces[cut]
                        guard let layer = interface.inputSynthesizer?.layers[0] else { continue }
                        expectClose(
                            layer.parameters, synthesizer, "inputs of \(network), \(parallelism)")
                    }
                }
            }
        }
    }

    private func expectClose(_ parameters: Parameters, _ layer: PlainLayer, _ what: String) {
        #expect(
            relativeError(parameters["W"].values, layer.weights.flatMap { $0 }) < 2e-3, "\(what)")
    }
}
