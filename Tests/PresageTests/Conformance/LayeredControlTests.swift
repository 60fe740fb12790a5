import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// What the controls between layers have to do with one another and with what they control, exactly.
@Suite struct LayeredControlTests {
    private static let updates = 8

    /// A subject after some updates, and the losses and norms of these.
    private func trained(
        _ network: NetworkKind, _ method: Method,
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> (subject: LayeredSubject, reports: [[Double]]) {
        let subject = LayeredSubject(LayeredPair(network: network, method: method), change)
        let reports = (0..<Self.updates).map { seed in
            let (x, labels) = subject.batch(seed: seed)
            let report = subject.update(x, labels)
            return [report.loss, report.gradientNorm]
        }
        return (subject, reports)
    }

    /// Frozen at once it is training of the last layer alone, never frozen backpropagation: every
    /// loss, every norm and every parameter, whatever the optimizer and whoever takes part.
    @Test(arguments: NetworkKind.allCases, OptimizerKind.allCases)
    func frozenAtOnceOrNever(network: NetworkKind, optimizer: OptimizerKind) {
        for (probability, unit) in [(1.0, UpdateUnit.segment), (0.6, .layer)] {
            func run(_ method: Method, warmUp: Int = 0) -> ([Float], [[Double]]) {
                let run = trained(network, method) {
                    $0[.optimizer] = optimizer
                    $0[.learningRate] = 0.02
                    $0[.updateProbability] = probability
                    $0[.updateUnit] = unit
                    $0[.warmUp] = warmUp
                }
                return (run.subject.parameters, run.reports)
            }
            #expect(run(.backpropThenFrozen) == run(.noBackprop))
            for warmUp in [Self.updates, Self.updates + 5] {
                #expect(run(.backpropThenFrozen, warmUp: warmUp) == run(.backprop))
            }
            let between = run(.backpropThenFrozen, warmUp: 3)
            #expect(between != run(.backprop) && between != run(.noBackprop))
        }
    }

    /// What is frozen does not drift on by the optimizer's momentum; the last layer learns on.
    @Test(arguments: NetworkKind.allCases, OptimizerKind.allCases)
    func theFrozenLayersStandStill(network: NetworkKind, optimizer: OptimizerKind) {
        let subject = LayeredSubject(LayeredPair(network: network, method: .backpropThenFrozen)) {
            $0[.optimizer] = optimizer
            $0[.learningRate] = 0.02
            $0[.warmUp] = 3
        }
        for seed in 0..<Self.updates {
            let before = subject.layers.map(\.flat.values)
            let (x, labels) = subject.batch(seed: seed)
            subject.update(x, labels)
            let moved = zip(before, subject.layers).map { $0 != $1.flat.values }
            #expect(moved == moved.indices.map { seed < 3 || $0 == moved.count - 1 })
        }
    }

    /// With the last layer's own weights as its feedback, the layer below it has its true gradient.
    @Test(arguments: NetworkKind.allCases)
    func feedbackByTheTrueWeightsIsTheTrueGradient(network: NetworkKind) throws {
        let subjects = [Method.directFeedback, .backprop].map { method in
            LayeredSubject(LayeredPair(network: network, method: method)) {
                $0[.activation] = .tanh
            }
        }
        let top = subjects[0].layers.count - 2
        let feedback = try #require(subjects[0].trainer.interfaces.last?.feedback)
        feedback.weights.copy(transposing: subjects[0].layers[top + 1]["W"])
        let (x, labels) = subjects[0].batch(seed: 4)
        let captures = try subjects.map { try $0.capture(x, labels) }
        func gradients(_ layer: Int) throws -> [[Float]] {
            try captures.map { try #require($0.reals("layer_\(layer)/gradients")) }
        }
        let above = try gradients(top + 1)
        #expect(above[0] == above[1])
        let aligned = try gradients(top)
        #expect(relativeError(aligned[0], aligned[1]) < 1e-5)
        let below = try gradients(0)
        #expect(relativeError(below[0], below[1]) > 0.1, "else the test shows nothing")
    }

    /// Fixed weights: the same in every update, of the run's seed, of the size of an output layer's.
    @Test func feedbackIsFixed() throws {
        func weights(_ seed: Int) -> (LayeredSubject, [[Float]]) {
            let (subject, _) = trained(.dense, .directFeedback) { $0[.seed] = seed }
            return (subject, subject.trainer.interfaces.compactMap { $0.feedback?.weights.values })
        }
        let (subject, ours) = weights(1)
        #expect(subject.trainer.interfaces.map(\.layer) == [0, 1])
        #expect(ours.count == 2 && ours[0] != ours[1] && ours[0].count == 3 * 4)
        #expect(ours == weights(1).1 && ours != weights(2).1)
        #expect(ours.allSatisfy { $0.allSatisfy { abs($0) <= 0.5 } })
        #expect(ours.flatMap { $0 }.contains { abs($0) > 0.4 })
    }

    /// Samples of one label have one prediction, whatever the image, those of two have two.
    @Test(arguments: NetworkKind.allCases)
    func theLabelAloneDecides(network: NetworkKind) throws {
        let (subject, _) = trained(network, .labelSynthetic) { $0[.inputSynthesizer] = .linear }
        let (x, _) = subject.batch(seed: 20)
        let capture = try subject.capture(x, [0, 1, 0, 1, 2, 2])
        for interface in subject.trainer.interfaces {
            let numbers = try #require(
                capture.reals("interface_\(interface.layer)/synthetic_gradient"))
            let rows = numbers.count / 6
            func row(_ sample: Int) -> ArraySlice<Float> {
                numbers[sample * rows..<(sample + 1) * rows]
            }
            for (a, b) in [(0, 2), (1, 3), (4, 5)] { #expect(Array(row(a)) == Array(row(b))) }
            #expect(Array(row(0)) != Array(row(1)) && Array(row(1)) != Array(row(4)))
            #expect(interface.parameters["W"].rows == LayeredSubject.classes)
        }
    }

    /// Layers that draw for themselves draw the same in backpropagation as with a synthesizer on
    /// every layer, with feedback, and where the last alone learns.
    @Test func everyMethodDrawsTheSameLayers() throws {
        func draws(_ method: Method, _ unit: UpdateUnit) throws -> [String] {
            let subject = LayeredSubject(LayeredPair(network: .dense, method: method)) {
                $0[.updateProbability] = 0.5
                $0[.updateUnit] = unit
                $0[.depth] = 5
            }
            return try (0..<12).map { seed in
                let (x, labels) = subject.batch(seed: seed)
                let before = subject.layers.map(\.flat.values)
                let capture = try subject.capture(x, labels)
                let moved = zip(before, subject.layers).map { $0 != $1.flat.values }
                let drawn = try #require(capture.text("drawn_layers")).split(separator: " ")
                // A layer that is not drawn stands still; one that is may have no gradient.
                #expect(zip(moved, drawn).allSatisfy { !$0 || $1 == "yes" })
                #expect(method != .backprop || zip(moved, drawn).allSatisfy { $0 == ($1 == "yes") })
                return drawn.joined(separator: " ")
            }
        }
        let expected = try draws(.synthetic(.linear), .segment)
        #expect(Set(expected).count > 6)
        for method in [
            Method.backprop, .synthetic(.linear), .directFeedback, .labelSynthetic, .noBackprop,
        ] {
            #expect(try draws(method, .layer) == expected)
        }
        // Without segments all or none.
        #expect(
            try Set(draws(.backprop, .segment))
                == [String(repeating: "yes ", count: 4) + "yes", "no no no no no"])
    }

    /// Who draws makes no difference where all take part.
    @Test(arguments: LayeredPair.all)
    func whoDrawsIsNoMatterWhereAllTakePart(pair: LayeredPair) {
        let runs = [UpdateUnit.segment, .layer].map { unit in
            trained(pair.network, pair.method) {
                $0[.updateUnit] = unit
                $0[.placement] = .layers(1)
            }.subject.parameters
        }
        #expect(runs[0] == runs[1])
    }

    /// Further steps towards the same target come nearer to it.
    @Test(arguments: [Method.synthetic(.linear, .conditioned), .labelSynthetic])
    func furtherStepsGoToTheSameTarget(method: Method) throws {
        func errorAfterwards(_ steps: Int) throws -> Double {
            let subject = LayeredSubject(LayeredPair(network: .dense, method: method)) {
                $0[.synthesizerSteps] = steps
                $0[.momentum] = 0
                $0[.synthesizerLearningRate] = 0.3
                $0[.learningRate] = 1e-30
            }
            subject.fillSynthesizers()
            let (x, labels) = subject.batch(seed: 1)
            subject.update(x, labels)
            // The network stands still, so that the next update regresses to the same gradient.
            return try #require(subject.update(x, labels).synthesizerLosses.last ?? nil)
        }
        let errors = try [1, 2, 5, 20].map(errorAfterwards)
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $1 < 0.999 * $0 }, "\(errors)")
    }
}
