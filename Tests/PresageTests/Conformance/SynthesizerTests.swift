import Synthesizers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// E8 and E6: every kind of synthesizer, as a cell of a sweep has it, by itself.
@Suite struct SynthesizerTests {
    private static let file = try? Fixture("synthesizers")
    private static let width = 10

    /// A kind with the settings it reads at other than their defaults.
    struct Variant: Sendable, CustomTestStringConvertible {
        let kind: SynthesizerKind
        let isDeep: Bool

        /// The fixture's name.
        var testDescription: String { isDeep ? "\(kind.rawValue)_deep" : kind.rawValue }

        /// Every kind, and those with hidden layers with two of them, normalized by the batch.
        static let all = SynthesizerKind.allCases.flatMap { kind in
            let hasHidden = kind.reads.layered.contains(.synthesizerLayers)
            return (hasHidden ? [false, true] : [false]).map { Variant(kind: kind, isDeep: $0) }
        }
    }

    private func make(_ variant: Variant, batch: Int) -> any Synthesizer {
        var configuration = Configuration()
        configuration[.batch] = batch
        configuration[.synthesizerHidden] = 7
        configuration[.synthesizerLayers] = variant.isDeep ? 2 : 1
        configuration[.synthesizerBatchNormalization] = variant.isDeep
        return configuration.synthesizer(
            variant.kind, inputs: Self.width, stateWidth: Self.width, in: Workspace())
    }

    /// What is missing belongs in SYNTHESIZERS of Tests/Fixtures/generate.py.
    @Test func everyKindHasAFixture() {
        let cases = Self.file?.groupNames ?? []
        #expect(Variant.all.map(\.testDescription).filter { !cases.contains($0) } == [])
    }

    /// E8: predictions, loss and gradients against float64 PyTorch, relative error at most 1e-5.
    @Test(arguments: Variant.all)
    func e8Synthesizer(variant: Variant) throws {
        let fixture = try #require(Self.file).group(variant.testDescription)
        let states = try fixture.matrix("states")
        let synthesizer = make(variant, batch: states.rows)
        if fixture.has("parameters") {
            try fixture.fill(synthesizer.parameters, from: "parameters")
        }
        let prediction = Matrix(rows: states.rows, columns: states.columns)
        prediction.fill(1)
        synthesizer.predict(states, into: prediction, auxiliary: nil)
        #expect(relativeError(prediction.values, try fixture.reals("prediction")) < 1e-5)
        let regression = SynthesizerRegression(
            synthesizer, batch: states.rows, width: Self.width, in: Workspace())
        let loss = regression.accumulate(
            inputs: states, targets: try fixture.matrix("targets")
        ).main
        #expect(relativeError([Float(loss)], [try fixture.real("loss")]) < 1e-5)
        for block in synthesizer.parameters.blocks {
            let exact = try fixture.reals("gradients/\(block.name)")
            #expect(
                relativeError(synthesizer.gradients[block.name].values, exact) < 1e-5,
                "\(block.name)")
        }
    }

    @Test(arguments: Variant.all)
    func anUntrainedSynthesizerPredictsNothing(variant: Variant) {
        var numbers = TestNumbers(seed: 1)
        let states = Matrix(rows: 4, columns: Self.width, numbers.floats(4 * Self.width))
        let prediction = Matrix(rows: 4, columns: Self.width, numbers.floats(4 * Self.width))
        make(variant, batch: 4).predict(states, into: prediction, auxiliary: nil)
        #expect(prediction.values.allSatisfy { $0 == 0 })
    }

    /// E6 for the regression: a batch repeated has the same loss and the same gradient.
    @Test(arguments: Variant.all)
    func e6RegressionIsAMeanOverTheBatch(variant: Variant) {
        func result(copies: Int) -> (loss: Double, gradients: [Float]) {
            var numbers = TestNumbers(seed: 3)
            let batch = 4 * copies
            let synthesizer = make(variant, batch: batch)
            func repeated() -> Matrix {
                let rows = numbers.floats(4 * Self.width)
                return Matrix(
                    rows: batch, columns: Self.width, (0..<copies).flatMap { _ in rows })
            }
            let (states, targets) = (repeated(), repeated())
            let parameters = synthesizer.parameters
            parameters.flat.copy(from: numbers.floats(parameters.count))
            let loss = SynthesizerRegression(
                synthesizer, batch: batch, width: Self.width, in: Workspace()
            ).accumulate(inputs: states, targets: targets).main
            return (loss, synthesizer.gradients.flat.values)
        }
        let (once, twice) = (result(copies: 1), result(copies: 2))
        #expect(abs(once.loss / twice.loss - 1) < 1e-6)
        #expect(relativeError(twice.gradients, once.gradients) < 1e-5)
    }
}
