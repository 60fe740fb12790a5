import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// Equalities that hold for every network and layered method.
@Suite struct LayeredEqualityTests {
    /// The parameters after some updates with synthesizers that begin with nothing to say.
    private func trained(
        _ network: NetworkKind, _ method: Method,
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> [Float] {
        let subject = LayeredSubject(LayeredPair(network: network, method: method), change)
        for seed in 0..<6 {
            let (x, labels) = subject.batch(seed: seed)
            subject.update(x, labels)
        }
        return subject.parameters
    }

    /// E2: below synthesizers that have learned nothing no gradient arrives, and nothing moves; nor
    /// does what is frozen.
    @Test(arguments: LayeredPair.all)
    func e2AnUntrainedSynthesizerLeavesWhatIsBelowAlone(pair: LayeredPair) throws {
        let subject = LayeredSubject(pair)
        let before = subject.layers.map(\.flat.values)
        let (x, labels) = subject.batch(seed: 1)
        let capture = try subject.capture(x, labels)
        let last = subject.layers.count - 1
        for layer in subject.layers.indices {
            let gradients = try #require(capture.reals("layer_\(layer)/gradients"))
            let isTrained = layer == last || [.backprop, .directFeedback].contains(pair.method)
            #expect(gradients.contains { $0 != 0 } == isTrained, "layer \(layer)")
            #expect((subject.layers[layer].flat.values != before[layer]) == isTrained)
        }
    }

    /// E2: where synthesizers say nothing, the last layer alone is trained.
    @Test(arguments: NetworkKind.allCases)
    func e2ZeroIsNoBackpropagation(network: NetworkKind) {
        let expected = trained(network, .noBackprop)
        #expect(trained(network, .synthetic(.zero)) == expected)
        #expect(trained(network, .synthetic(.zero)) { $0[.placement] = .layers(1) } == expected)
        #expect(trained(network, .synthetic(.linear)) != expected)
    }

    /// E5: synthesizers on no layer, or with the whole of what is back-propagated mixed in, are
    /// backpropagation, bit for bit.
    @Test(arguments: LayeredPair.synthetic)
    func e5BackpropagationIsWhatRemains(pair: LayeredPair) {
        let expected = trained(pair.network, .backprop)
        func train(_ change: (inout Configuration) -> Void = { _ in }) -> [Float] {
            trained(pair.network, pair.method, change)
        }
        #expect(train { $0[.placement] = .none } == expected)
        #expect(train { $0[.layerMixing] = 1 } == expected)
        // While it warms up too, and no longer than that.
        let isWarming = pair.method.options.contains(.warmUp)
        #expect((train { $0[.warmUp] = 6 } == expected) == isWarming)
        #expect(train { $0[.warmUp] = 5 } != expected)
    }

    /// E5: the target of a synthesizer is the synthetic gradient above it, and the topmost's the true
    /// gradient, carried through the segment between: along any direction, the slope of what the
    /// segment makes of its input.
    @Test(arguments: LayeredPair.synthetic, [Placement.all, .layers(0)])
    func e5TargetsAreTheGradientsAboveCarriedDown(pair: LayeredPair, placement: Placement) throws {
        let subjects = (0..<2).map { _ in
            LayeredSubject(pair) {
                $0[.activation] = .tanh
                $0[.placement] = placement
            }
        }
        subjects.forEach { $0.fillSynthesizers() }
        let (x, labels) = subjects[0].batch(seed: 3)
        let capture = try subjects[0].capture(x, labels)
        // Another of the same parameters, which has taken no step.
        let network = subjects[1].trainer.network
        let interfaces = subjects[1].trainer.interfaces.map(\.layer)
        network.forward(x, .measuring)
        let outputs = network.layers.indices.map { network.output(of: $0).values }
        var numbers = TestNumbers(seed: 5)
        for (index, layer) in interfaces.enumerated() {
            guard let target = capture.reals("interface_\(layer)/target") else {
                #expect(pair.method.synthesizer == .zero)
                continue
            }
            let isTop = index == interfaces.count - 1
            let end = isTop ? network.layers.count : interfaces[index + 1] + 1
            let above = capture.reals("interface_\(end - 1)/synthetic_gradient") ?? []
            let direction = numbers.floats(target.count)
            func objective(_ step: Float) -> Double {
                let moved = zip(outputs[layer], direction).map { $0 + step * $1 }
                let input = Matrix(
                    rows: labels.count, columns: moved.count / labels.count, moved)
                network.forward(layer + 1..<end, from: input, .measuring)
                guard isTop else { return product(network.output(of: end - 1).values, above) }
                let gradients = Matrix(rows: labels.count, columns: LayeredSubject.classes)
                return ImageTraining.loss(labels)(network.logits, gradients)
            }
            func difference(_ step: Float) -> Double {
                (objective(step) - objective(-step)) / Double(2 * step)
            }
            let slope = (4 * difference(1 / 256) - difference(1 / 128)) / 3
            let scale = zip(target, direction).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
            #expect(abs(product(target, direction) - slope) < 1e-3 * scale, "interface \(layer)")
        }
    }

    private func product(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// E6: a batch repeated changes no gradient, no loss, no step. Of batch normalization the running
    /// statistics alone differ, whose variance is unbiased: training reads none.
    @Test(arguments: LayeredPair.all, InputSynthesizerKind.allCases)
    func e6RepeatingTheBatchChangesNothing(pair: LayeredPair, inputs: InputSynthesizerKind) throws {
        let subjects = [6, 12].map { batch in
            LayeredSubject(pair) {
                $0[.batch] = batch
                $0[.inputSynthesizer] = inputs
            }
        }
        subjects.forEach { $0.fillSynthesizers() }
        for seed in 0..<2 {
            let (x, labels) = subjects[0].batch(seed: seed)
            let twice = Matrix(rows: 12, columns: x.columns, x.values + x.values)
            let once = try subjects[0].capture(x, labels)
            let again = try subjects[1].capture(twice, labels + labels)
            for group in [/.*loss/, /.*gradients\/.*/, /.*parameters_after\/.*/] {
                let (ours, expected) = (again.reals(group), once.reals(group))
                #expect(relativeError(ours ?? [], expected ?? []) < 1e-5)
            }
        }
    }
}
