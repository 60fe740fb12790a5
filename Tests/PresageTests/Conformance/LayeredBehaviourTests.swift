import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// What users rely on, for every network and layered method.
@Suite struct LayeredBehaviourTests {
    @Test(arguments: LayeredPair.all)
    func capturingChangesNothingAndTheSameRunTwiceGivesTheSameBits(pair: LayeredPair) throws {
        let subjects = (0..<2).map { _ in
            LayeredSubject(pair) { $0[.inputSynthesizer] = .mlp }
        }
        for seed in 0..<3 {
            let (x, labels) = subjects[0].batch(seed: seed)
            subjects[0].update(x, labels)
            let capture = try subjects[1].capture(x, labels)
            #expect(capture.reals("loss") != nil)
        }
        for tensors in [\LayeredSubject.layers, \.synthesizers, \.inputSynthesizers] {
            let numbers = subjects.map { $0[keyPath: tensors].map(\.flat.values) }
            #expect(numbers[0] == numbers[1])
        }
    }

    @Test(arguments: LayeredPair.all)
    func anInfiniteLossIsReportedNotHidden(pair: LayeredPair) {
        let subject = LayeredSubject(pair)
        subject.layers[subject.layers.count - 1]["W"].fill(.nan)
        let (x, labels) = subject.batch(seed: 1)
        #expect(!subject.update(x, labels).loss.isFinite)
    }

    /// E7: under a linear head with squared error the gradient is linear in the layer's output and the
    /// label: a linear synthesizer reproduces it exactly when it sees both, and with neither alone.
    @Test(
        arguments: LayeredPair.synthetic.filter {
            $0.method.synthesizer == .linear || $0.method == .labelSynthetic
        })
    func e7AConditionedLinearSynthesizerIsExactUnderALinearHead(pair: LayeredPair) throws {
        let subject = LayeredSubject(pair) {
            $0[.activation] = .tanh
            $0[.placement] = .layers($0[.depth] - 2)
            $0[.batch] = 40
            // The network stays as it is.
            $0[.learningRate] = 1e-30
            $0[.synthesizerLearningRate] = 0.5
        }
        var numbers = TestNumbers(seed: 5)
        let (x, _) = subject.batch(seed: 2)
        let values = Matrix(rows: 40, columns: LayeredSubject.classes, numbers.floats(120))
        func update(capturing: Bool = false) -> LayerwiseTrainer.Report {
            subject.trainer.update(x, condition: values, capturing: capturing) { logits, gradient in
                gradient.copy(from: logits)
                gradient.add(values, scaledBy: -1)
                let loss = gradient.sumOfSquares
                gradient.scale(by: 2)
                return loss
            }
        }
        for _ in 0..<3000 { _ = update() }
        let report = update(capturing: true)
        let isExact = pair.method.options.contains(.conditioned)
        #expect((try #require(report.synthesizerLosses[0]) < 1e-10) == isExact)
        let layer = subject.trainer.interfaces[0].layer
        let prediction = try #require(
            report.capture?.reals("interface_\(layer)/synthetic_gradient"))
        let target = try #require(report.capture?.reals("interface_\(layer)/target"))
        #expect((relativeError(prediction, target) < 1e-4) == isExact)
    }
}
