import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// Ceilings at the interfaces between layers, and bias and variance of layers' gradients, against
/// float64 PyTorch.
@Suite struct LayeredCeilingTests {
    private static let file = try? Fixture("ceilings").group("layered")
    private static let cases = file?.groupNames ?? []

    @Test func casesAreThere() { #expect(Self.cases.count == 4) }

    private func subject(_ fixture: Fixture) throws -> LayeredSubject {
        var configuration = Configuration()
        configuration[.warmUp] = 0
        try configuration.assign(settingsOf: fixture)
        let image = try fixture.integers("image").map(Int.init)
        let subject = LayeredSubject(
            configuration,
            image: ImageShape(channels: image[0], height: image[1], width: image[2]))
        subject.layers.fill(try fixture.floats("parameters"))
        subject.synthesizers.fill(try fixture.floats("synthesizers"))
        return subject
    }

    private func samples(_ fixture: Fixture) throws -> [LayerwiseTrainer.Sample] {
        try zip(fixture.rows("x"), fixture.rows("labels")).map { x, labels in
            let labels = labels.map { Int32($0) }
            let condition = Matrix(rows: labels.count, columns: LayeredSubject.classes)
            for (row, label) in labels.enumerated() { condition[row, Int(label)] = 1 }
            return LayerwiseTrainer.Sample(
                x: Matrix(
                    rows: labels.count, columns: x.count / labels.count, x.map { Float($0) }),
                condition: condition, loss: ImageTraining.loss(labels))
        }
    }

    private func expect(_ ours: [Double], _ theirs: [Double], _ comment: String) {
        #expect(ours.count == theirs.count)
        for (number, right) in zip(ours, theirs) {
            #expect(
                right.isNaN ? number.isNaN : abs(number - right) < 1e-4 * max(1, abs(right)),
                "\(comment): \(number) and not \(right)")
        }
    }

    @Test(arguments: cases)
    func ceilingsAreThoseOfPyTorch(name: String) throws {
        let fixture = try #require(Self.file).group(name)
        let measured = try subject(fixture).trainer.ceilings(on: samples(fixture)) {}
        let exact = try fixture.rows("ceilings")
        #expect(measured.count == exact.count)
        for (index, (ceiling, exact)) in zip(measured, exact).enumerated() {
            expect(ceiling.numbers, exact, "interface \(index)")
        }
    }

    @Test(arguments: cases)
    func biasAndVarianceAreThoseOfPyTorch(name: String) throws {
        let fixture = try #require(Self.file).group(name)
        let diagnosis = try subject(fixture).trainer.diagnose(samples(fixture))
        for (layer, exact) in try fixture.rows("health").enumerated() {
            expect(
                [
                    diagnosis.variances[layer], diagnosis.noises[layer],
                    diagnosis.biases[layer], diagnosis.parameterCosines[layer],
                ], exact, "layer \(layer)")
        }
        // The last layer has the true gradient, whatever happens below.
        #expect(diagnosis.biases.last == 0)
        #expect(diagnosis.biases[0] > 0.1)
    }

    /// Backpropagation, mixed in whole, has no bias in any layer.
    @Test func trueGradientsHaveNoBias() throws {
        let subject = LayeredSubject(LayeredPair(network: .dense, method: .synthetic(.linear))) {
            $0[.layerMixing] = 1
        }
        subject.fillSynthesizers()
        let samples = (0..<5).map { seed in
            let (x, labels) = subject.batch(seed: seed)
            return LayerwiseTrainer.Sample(
                x: x, condition: Matrix(rows: labels.count, columns: LayeredSubject.classes),
                loss: ImageTraining.loss(labels))
        }
        let diagnosis = subject.trainer.diagnose(samples)
        #expect(diagnosis.biases.allSatisfy { $0 == 0 || $0.isNaN })
        #expect(diagnosis.biases.contains(0))
    }

    /// Measuring ceilings moves nothing.
    @Test func measuringLeavesTrainingAlone() throws {
        let fixture = try #require(Self.file).group("linear")
        let (measured, other) = (try subject(fixture), try subject(fixture))
        let samples = try samples(fixture)
        for seed in 0..<3 {
            _ = measured.trainer.ceilings(on: samples) {}
            let (x, labels) = measured.batch(seed: seed)
            for subject in [measured, other] { subject.update(x, labels) }
        }
        #expect(measured.parameters == other.parameters)
        #expect(measured.synthesizers.map(\.flat.values) == other.synthesizers.map(\.flat.values))
    }
}
