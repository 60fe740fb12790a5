import Layers
import Tensor
import TestSupport
import Testing

@testable import Trainers

/// The diagnosis against the same measures from captures of updates that move nothing.
@Suite struct LayerwiseDiagnosisTests {
    private let batches: [(x: Matrix, labels: [Int32])]
    private let shape: Chain.Shape

    init() {
        var shape = Chain.Shape()
        shape.placement = [0, 2]
        shape.isConditioned = true
        shape.inputHidden = [7]
        self.shape = shape
        batches = (0..<3).map { randomBatch(shape, seed: UInt64($0)) }
    }

    private func chain(mixing: Double, inputs: [Int]?) -> Chain {
        var shape = shape
        shape.inputHidden = inputs
        var options = LayerwiseOptions()
        options.mixing = mixing
        options.sgScale = 0.5
        let chain = Chain(shape, options, learningRates: (0, 0))
        var numbers = TestNumbers(seed: 9)
        chain.fill(chain.parameters, numbers.floats(chain.synthesizers.count))
        for tensors in chain.inputSynthesizers {
            tensors.flat.copy(from: numbers.floats(tensors.count))
        }
        return chain
    }

    private func captured(_ chain: Chain, _ path: String) throws -> [[Double]] {
        try batches.map { batch in
            let report = chain.update(batch.x, labels: batch.labels, capturing: true)
            let item = try #require(report.capture?.items.first { $0.path == path })
            switch item.numbers {
            case .reals(let values): return values.map(Double.init)
            case .real(let value): return [value]
            case .integers(let values): return values.map(Double.init)
            }
        }
    }

    /// All tensors of a layer's gradient, end to end.
    private func gradients(_ chain: Chain, _ layer: Int) throws -> [[Double]] {
        let parts = try chain.network.layers[layer].parameters.blocks.map {
            try captured(chain, "layer_\(layer)/gradients/\($0.name)")
        }
        return batches.indices.map { batch in parts.flatMap { $0[batch] } }
    }

    private func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func cosine(_ a: [Double], _ b: [Double]) -> Double {
        product(a, b) / (product(a, a) * product(b, b)).squareRoot()
    }

    private func mean(_ vectors: [[Double]]) -> [Double] {
        vectors[0].indices.map { index in
            vectors.reduce(0) { $0 + $1[index] } / Double(vectors.count)
        }
    }

    private func diagnosis(_ chain: Chain) -> LayerwiseDiagnosis {
        chain.trainer.diagnose(
            batches.map { batch in
                LayerwiseTrainer.Sample(
                    x: batch.x, condition: chain.oneHot(batch.labels),
                    loss: chain.loss(batch.labels))
            })
    }

    @Test(arguments: [0.0, 0.3])
    func synthesizersAreComparedWithTheTruth(mixing: Double) throws {
        let (subject, exact) = (
            chain(mixing: mixing, inputs: nil), chain(mixing: 1, inputs: nil)
        )
        let measured = diagnosis(subject)
        for (index, layer) in shape.placement.enumerated() {
            let prediction = try captured(subject, "interface_\(layer)/synthetic_gradient")
                .flatMap { $0 }
            let truth = try captured(exact, "interface_\(layer)/target").flatMap { $0 }
            #expect(abs(measured.cosines[index] - cosine(prediction, truth)) < 1e-5)
            let ratio = (product(prediction, prediction) / product(truth, truth)).squareRoot()
            #expect(abs(measured.normRatios[index] / ratio - 1) < 1e-5)
        }
        #expect(measured.inputErrors.allSatisfy { $0.isNaN })
    }

    /// The losses are those of training, with synthetic inputs or without.
    @Test(arguments: [nil, [7]] as [[Int]?])
    func lossesAreThoseOfTraining(inputs: [Int]?) throws {
        let subject = chain(mixing: 0, inputs: inputs)
        let measured = diagnosis(subject)
        for (index, layer) in shape.placement.enumerated() {
            let losses = try captured(subject, "interface_\(layer)/loss").flatMap { $0 }
            #expect(abs(measured.losses[index] / (losses.reduce(0, +) / 3) - 1) < 1e-5)
        }
    }

    @Test(arguments: [nil, [7]] as [[Int]?])
    func layersAreComparedWithBackpropagation(inputs: [Int]?) throws {
        let (subject, exact) = (chain(mixing: 0, inputs: inputs), chain(mixing: 1, inputs: nil))
        let measured = diagnosis(subject)
        for layer in 0..<shape.depth {
            let (ours, theirs) = (try gradients(subject, layer), try gradients(exact, layer))
            let average = mean(ours)
            #expect(
                abs(measured.parameterCosines[layer] - cosine(average, mean(theirs))) < 1e-5)
            let deviations = ours.map { zip($0, average).map { $0 - $1 } }
            let variance = deviations.map { product($0, $0) }.reduce(0, +) / 2
            // The squares of means by products of different batches.
            func square(_ a: [[Double]]) -> Double {
                (product(a[0], a[1]) + product(a[0], a[2]) + product(a[1], a[2])) / 3
            }
            #expect(abs(measured.noises[layer] / (variance / square(ours)) - 1) < 1e-3)
            let unit = square(theirs)
            guard unit > 0 else {
                #expect(measured.variances[layer].isNaN && measured.biases[layer].isNaN)
                continue
            }
            let bias = square(zip(ours, theirs).map { zip($0, $1).map { $0 - $1 } })
            #expect(abs(measured.variances[layer] / (variance / unit) - 1) < 1e-3)
            #expect(abs(measured.biases[layer] - bias / unit) < 1e-3 * abs(bias / unit) + 1e-9)
        }
    }

    @Test func syntheticInputsAreComparedWithTheLayersBelow() throws {
        let (subject, exact) = (chain(mixing: 0, inputs: [7]), chain(mixing: 0, inputs: nil))
        let measured = diagnosis(subject)
        for (index, layer) in shape.placement.enumerated() {
            let prediction = try captured(subject, "interface_\(layer)/input/prediction")
                .flatMap { $0 }
            let output = try captured(exact, "layer_\(layer)/output").flatMap { $0 }
            let error = zip(prediction, output).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(
                abs(measured.inputErrors[index] / (error / product(output, output)) - 1) < 1e-5)
        }
    }

    /// Measuring moves nothing.
    @Test func measuringLeavesTrainingAlone() {
        var shape = shape
        shape.inputHidden = [7]
        let (measured, other) = (Chain(shape), Chain(shape))
        for batch in batches {
            _ = diagnosis(measured)
            for chain in [measured, other] { _ = chain.update(batch.x, labels: batch.labels) }
        }
        #expect(measured.parameters == other.parameters)
        #expect(measured.synthesizers == other.synthesizers)
        #expect(
            measured.inputSynthesizers.map(\.flat.values)
                == other.inputSynthesizers.map(\.flat.values))
        let x = batches[0].x
        measured.network.forward(x, .inference)
        other.network.forward(x, .inference)
        #expect(measured.network.logits.values == other.network.logits.values)
    }
}
