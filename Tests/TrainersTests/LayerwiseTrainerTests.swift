import Foundation
import Layers
import Optimizers
import Synthesizers
import Tensor
import TestSupport
import Testing

@testable import Trainers

@Suite struct LayerwiseEqualityTests {
    /// E5: without interfaces an update is a forward, a backward through all layers, and a step.
    @Test func e5NoPlacementIsPlainBackpropagation() {
        let shape = Chain.Shape()
        let (chain, plain) = (Chain(shape), Chain(shape))
        let learners = plain.network.layers.map {
            Learner(
                $0.parameters, gradients: $0.gradients,
                optimizer: Momentum(learningRate: 0.1, momentum: 0.9), scaling: GradientScaling())
        }
        let gradient = Matrix(rows: shape.batch, columns: shape.classes)
        for seed in 0..<10 {
            let (x, labels) = randomBatch(shape, seed: UInt64(seed))
            let report = chain.update(x, labels: labels)
            plain.network.forward(x, .training)
            #expect(report.loss == plain.loss(labels)(plain.network.logits, gradient))
            plain.network.backward(
                plain.network.layers.indices, from: gradient, accumulating: true)
            for layer in learners.indices {
                learners[layer].step(gradientScale: 1 / Double(shape.batch))
            }
        }
        #expect(chain.parameters == plain.parameters)
    }

    /// E5: for random networks and placements, the target of every synthesizer is the synthetic
    /// gradient above it carried through the exact Jacobian of the layers between, and the topmost's
    /// is the true gradient.
    @Test(arguments: 0..<120)
    func e5TargetsAreCarriedThroughTheJacobian(seed: Int) {
        var numbers = TestNumbers(seed: UInt64(seed))
        var shape = Chain.Shape()
        shape.depth = Int.random(in: 2...8, using: &numbers)
        shape.width = Int.random(in: 1...7, using: &numbers)
        shape.style = LayerStyle([.relu, .tanh].randomElement(using: &numbers) ?? .relu)
        shape.placement = (0..<shape.depth - 1).filter { _ in Bool.random(using: &numbers) }
        shape.isConditioned = Bool.random(using: &numbers)
        let chain = Chain(shape, seed: seed)
        chain.fill(chain.parameters, numbers.floats(chain.synthesizers.count))
        let before = chain.network.layers.map { layer in
            Matrix(
                rows: layer.parameters["W"].rows, columns: layer.parameters["W"].columns,
                layer.parameters["W"].values)
        }
        let (x, labels) = randomBatch(shape, seed: UInt64(seed) + 1)
        _ = chain.update(x, labels: labels)
        for (index, interface) in chain.trainer.interfaces.enumerated() {
            let isTop = index == chain.trainer.interfaces.count - 1
            let end = isTop ? shape.depth - 1 : chain.trainer.interfaces[index + 1].layer
            for sample in 0..<shape.batch {
                var gradient =
                    isTop
                    ? softmaxError(chain.network.logits, labels[sample], sample)
                    : row(chain.trainer.interfaces[index + 1].prediction, sample)
                for layer in (interface.layer + 1...end).reversed() {
                    let h = row(chain.network.output(of: layer), sample)
                    let isLast = layer == shape.depth - 1
                    let slopes = h.map { isLast ? 1 : slope(at: $0, shape.style.activation) }
                    gradient = (0..<before[layer].rows).map { input in
                        gradient.indices.reduce(0) {
                            $0 + gradient[$1] * slopes[$1] * Double(before[layer][input, $1])
                        }
                    }
                }
                let target = chain.trainer.targets[index].rows(sample..<sample + 1).values
                #expect(
                    relativeError(target, gradient) < 1e-4
                        || gradient.allSatisfy { abs($0) < 1e-12 })
            }
        }
    }

    private func row(_ matrix: Matrix, _ index: Int) -> [Double] {
        matrix.rows(index..<index + 1).values.map(Double.init)
    }

    private func slope(at output: Double, _ activation: Activation) -> Double {
        activation == .relu ? (output > 0 ? 1 : 0) : 1 - output * output
    }

    private func softmaxError(_ logits: Matrix, _ label: Int32, _ sample: Int) -> [Double] {
        let y = row(logits, sample)
        let exponentials = y.map { exp($0 - (y.max() ?? 0)) }
        let sum = exponentials.reduce(0, +)
        return exponentials.enumerated().map { $1 / sum - ($0 == Int(label) ? 1 : 0) }
    }

    /// E7: under a linear head with squared error the gradient is linear in state and label: a
    /// conditioned linear synthesizer reproduces it exactly once regressed, and then a critical
    /// point of backpropagation is one of the synthetic gradients.
    @Test func e7AConditionedLinearSynthesizerIsExactUnderALinearHead() throws {
        let (batch, width, classes) = (40, 3, 2)
        var numbers = TestNumbers(seed: 5)
        let h = Matrix(rows: batch, columns: width, numbers.floats(batch * width))
        let values = Matrix(rows: batch, columns: classes, numbers.floats(batch * classes))
        let head = Matrix(rows: width, columns: classes, numbers.floats(width * classes))
        let target = Matrix(rows: batch, columns: width)
        let error = Matrix(rows: batch, columns: classes)
        error.multiply(h, by: head)
        error.add(values, scaledBy: -1)
        error.scale(by: 2)
        target.multiply(error, by: head, byTransposed: true)
        let interface = LayerInterface(
            layer: 0, width: width, conditionWidth: classes, batch: batch,
            optimizer: Momentum(learningRate: 0.5, momentum: 0.9), in: Workspace()
        ) { LinearSynthesizer(inputs: $0, width: width) }
        var loss = Double.infinity
        for _ in 0..<3000 {
            interface.predict(h, condition: values)
            loss = interface.regress(condition: values, target: target) ?? .nan
            interface.step()
        }
        #expect(loss < 1e-10)
        interface.predict(h, condition: values)
        #expect(relativeError(interface.prediction.values, target.values) < 1e-4)
        // 2·W·Wᵀ for the state, −2·Wᵀ for the label.
        let exact = (0..<width).flatMap { row in
            (0..<width).map { column in
                (0..<classes).reduce(0.0) {
                    $0 + 2 * Double(head[row, $1]) * Double(head[column, $1])
                }
            }
        }
        let state = interface.parameters["W"].rows(0..<width).values
        #expect(relativeError(state, exact) < 1e-3)
        // Where the error vanishes, so does the prediction.
        let zero = Matrix(rows: batch, columns: classes)
        zero.multiply(h, by: head)
        interface.predict(h, condition: zero)
        #expect(interface.prediction.values.allSatisfy { abs($0) < 1e-4 })
    }

    /// Segments that are not drawn stay as they are.
    @Test func aSegmentOutOfAnUpdateDoesNotMove() {
        var shape = Chain.Shape()
        shape.placement = [0, 2]
        shape.inputHidden = []
        var options = LayerwiseOptions()
        options.updateProbability = 0.5
        let chain = Chain(shape, options)
        var moved: Set<[Bool]> = []
        for seed in 0..<40 {
            let before = chain.network.layers.map(\.parameters.flat.values)
            let inputs = chain.inputSynthesizers[1].flat.values
            let (x, labels) = randomBatch(shape, seed: UInt64(seed))
            let report = chain.update(x, labels: labels)
            let changed = zip(before, chain.network.layers).map { $0 != $1.parameters.flat.values }
            // Layers 1 and 2 are one segment; an untrained synthesizer gives layer 0 no gradient.
            #expect(changed[1] == changed[2] || seed == 0)
            #expect((report.synthesizerLosses[1] != nil) == changed[3])
            // The synthesizer of layer 3's input is regressed to the output of the layers below.
            let isTrained = inputs != chain.inputSynthesizers[1].flat.values
            #expect(isTrained == (report.inputLosses[1] != nil))
            #expect(isTrained == changed[2] || seed == 0)
            moved.insert(changed)
        }
        #expect(moved.count >= 6)
    }
}
