import Synthesizers
import Tensor
import TestSupport
import Testing

@Suite struct SynthesizerFixtureTests {
    private static let kinds = ["constant", "linear", "mlp", "mlp_skip", "mlp_deep"]

    private func make(_ kind: String, batch: Int) -> any Synthesizer {
        switch kind {
        case "constant": ConstantSynthesizer(width: 10)
        case "linear": LinearSynthesizer(inputs: 10, width: 10)
        default:
            MLPSynthesizer(
                .init(
                    inputs: 10, hidden: 7, hiddenLayers: kind == "mlp_deep" ? 2 : 1,
                    isBatchNormalized: kind == "mlp_deep", width: 10, hasSkip: kind == "mlp_skip",
                    batch: batch),
                seed: 0, in: Workspace())
        }
    }

    /// E8: predictions, loss and gradients against float64 PyTorch, relative error at most 1e-5.
    @Test(arguments: Self.kinds)
    func e8Synthesizer(kind: String) throws {
        let fixture = try Fixture("synthesizers").group(kind)
        let states = try fixture.matrix("states")
        let synthesizer = make(kind, batch: states.rows)
        try fixture.fill(synthesizer.parameters, from: "parameters")
        let prediction = Matrix(rows: states.rows, columns: states.columns)
        synthesizer.predict(states, into: prediction, auxiliary: nil)
        #expect(relativeError(prediction.values, try fixture.reals("prediction")) < 1e-5)
        let regression = SynthesizerRegression(
            synthesizer, batch: states.rows, width: 10, in: Workspace())
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

    @Test(arguments: Self.kinds)
    func anUntrainedSynthesizerPredictsNothing(kind: String) {
        var numbers = TestNumbers(seed: 1)
        let states = Matrix(rows: 4, columns: 10, numbers.floats(40))
        let prediction = Matrix(rows: 4, columns: 10, numbers.floats(40))
        make(kind, batch: 4).predict(states, into: prediction, auxiliary: nil)
        #expect(prediction.values.allSatisfy { $0 == 0 })
    }

    /// E6 for the regression: a batch repeated has the same loss and the same gradient.
    @Test func e6RegressionIsAMeanOverTheBatch() {
        var numbers = TestNumbers(seed: 3)
        let (states, targets) = (numbers.floats(40), numbers.floats(40))
        let weights = numbers.floats(100)
        func result(copies: Int) -> (loss: Double, gradients: [Float]) {
            let synthesizer = LinearSynthesizer(inputs: 10, width: 10)
            synthesizer.parameters["W"].copy(from: weights)
            let batch = 4 * copies
            let repeated = { (rows: [Float]) in
                Matrix(rows: batch, columns: 10, (0..<copies).flatMap { _ in rows })
            }
            let loss = SynthesizerRegression(
                synthesizer, batch: batch, width: 10, in: Workspace()
            ).accumulate(inputs: repeated(states), targets: repeated(targets)).main
            return (loss, synthesizer.gradients.flat.values)
        }
        let (once, twice) = (result(copies: 1), result(copies: 2))
        #expect(abs(once.loss / twice.loss - 1) < 1e-6)
        #expect(relativeError(twice.gradients, once.gradients) < 1e-6)
    }
}
