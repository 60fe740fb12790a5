import Layers
import Tensor
import TestSupport
import Testing

@testable import Trainers

@Suite struct InputSynthesizerTests {
    /// A synthetic input that is right changes nothing: the layer below is linear, and so is its
    /// synthesizer.
    @Test func aRightSyntheticInputChangesNothing() {
        var shape = Chain.Shape()
        shape.depth = 2
        shape.placement = [0]
        shape.style = LayerStyle(.identity)
        shape.isConditioned = true
        let plain = Chain(shape)
        shape.inputHidden = []
        let unlocked = Chain(shape)
        var numbers = TestNumbers(seed: 3)
        let synthesizers = numbers.floats(plain.synthesizers.count)
        for chain in [plain, unlocked] { chain.fill(chain.parameters, synthesizers) }
        fill(unlocked.inputSynthesizers, plain.network.layers[0].parameters.flat.values)
        let (x, labels) = randomBatch(shape, seed: 1)
        let (one, other) = (
            plain.update(x, labels: labels), unlocked.update(x, labels: labels)
        )
        #expect(other.inputLosses == [0])
        #expect(one.inputLosses == [nil])
        #expect(plain.parameters == unlocked.parameters)
        #expect(plain.synthesizers == unlocked.synthesizers)
    }

    /// A segment with synthetic inputs depends on nothing below it.
    @Test func aSegmentDoesNotWaitForThoseBelow() {
        var shape = Chain.Shape()
        shape.placement = [1]
        shape.inputHidden = [7]
        let (one, other) = (Chain(shape), Chain(shape))
        for chain in [one, other] {
            for layer in chain.inputSynthesizers.indices {
                let tensors = chain.inputSynthesizers[layer]
                var numbers = TestNumbers(seed: UInt64(layer))
                tensors.flat.copy(from: numbers.floats(tensors.count))
            }
        }
        let bottom = other.network.layers[0].parameters["W"]
        bottom.scale(by: -2)
        let (x, labels) = randomBatch(shape, seed: 1)
        #expect(one.update(x, labels: labels).loss == other.update(x, labels: labels).loss)
        for layer in 2...3 {
            let values = [one, other].map { $0.network.layers[layer].parameters.flat.values }
            #expect(values[0] == values[1])
        }
        #expect(
            one.inputSynthesizers.map(\.flat.values) != other.inputSynthesizers.map(\.flat.values))
    }

    /// A linear layer's output is learned exactly.
    @Test func aLinearLayerIsPredictedOnceRegressed() {
        var shape = Chain.Shape()
        shape.depth = 2
        shape.placement = [0]
        shape.style = LayerStyle(.identity)
        shape.batch = 40
        var options = LayerwiseOptions()
        // Nothing reaches layer 0: it stays what is to be predicted.
        options.sgScale = 0
        shape.inputHidden = []
        let chain = Chain(shape, options)
        var losses: [Double] = []
        for seed in 0..<400 {
            let (x, labels) = randomBatch(shape, seed: UInt64(seed))
            losses.append(chain.update(x, labels: labels).inputLosses[0] ?? .nan)
        }
        #expect(losses[0] > 0.01)
        #expect(losses[399] < 1e-8)
        #expect(
            relativeError(
                chain.inputSynthesizers[0].flat.values,
                chain.network.layers[0].parameters.flat.values.map(Double.init)) < 1e-3)
    }
}
