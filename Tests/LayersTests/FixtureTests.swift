import Layers
import Tensor
import TestSupport
import Testing

/// E8: layers against float64 PyTorch, relative error at most 1e-5.
@Suite struct LayerFixtureTests {
    @Test func e8DenseForwardAndBackward() throws {
        let fixture = try Fixture("dense")
        let (x, upstream) = (try fixture.matrix("x"), try fixture.matrix("upstream"))
        let layer = Dense(weights: try fixture.matrix("W"), bias: try fixture.matrix("b"))
        let y = Matrix(rows: x.rows, columns: layer.weights.columns)
        layer.forward(x, into: y)
        let gradients = Dense(
            weights: Matrix(rows: layer.weights.rows, columns: layer.weights.columns),
            bias: Matrix(rows: 1, columns: layer.weights.columns))
        layer.accumulate(gradients, inputs: x, outputGradients: upstream)
        let dx = Matrix(rows: x.rows, columns: x.columns)
        layer.inputGradients(of: upstream, into: dx)
        #expect(relativeError(y.values, try fixture.reals("y")) < 1e-5)
        #expect(relativeError(dx.values, try fixture.reals("dx")) < 1e-5)
        #expect(relativeError(gradients.weights.values, try fixture.reals("dW")) < 1e-5)
        #expect(relativeError(gradients.bias.values, try fixture.reals("db")) < 1e-5)
    }

    @Test func e8SoftmaxCrossEntropy() throws {
        let fixture = try Fixture("cross_entropy")
        let logits = try fixture.matrix("logits")
        let gradients = Matrix(rows: logits.rows, columns: logits.columns)
        let loss = SoftmaxCrossEntropy.loss(
            logits: logits, targets: try fixture.integers("targets")[...], scale: 1,
            gradients: gradients)
        #expect(relativeError([Float(loss)], [try fixture.real("loss")]) < 1e-5)
        #expect(relativeError(gradients.values, try fixture.reals("gradients")) < 1e-5)
    }

    @Test func e8LSTMForwardAndBackward() throws {
        let fixture = try Fixture("lstm")
        let symbols = try fixture.integers("symbols")[...]
        let state = try fixture.matrix("state")
        let (batch, units, steps) = (state.rows, state.columns / 2, symbols.count / state.rows)
        let parameters = Parameters(LSTM.blocks(inputs: 3, units: units))
        try fixture.fill(parameters, from: "parameters")
        let lstm = LSTM(parameters)
        let trace = LSTM.Trace(batch: batch, steps: steps + 2, units: units, in: Workspace())
        trace.state(after: 0).copy(from: state)
        lstm.forward(symbols: symbols, trace: trace)
        let states = (0...steps).flatMap { trace.state(after: $0).values }
        #expect(relativeError(states, try fixture.reals("states")) < 1e-5)

        let gradients = parameters.emptyTwin()
        let stateGradient = try fixture.matrix("final_state_gradient")
        lstm.backward(
            symbols: symbols, trace: trace, hiddenGradients: try fixture.matrix("hidden_gradients"),
            stateGradient: stateGradient, gradients: LSTM(gradients))
        #expect(
            relativeError(stateGradient.values, try fixture.reals("first_state_gradient")) < 1e-5)
        for block in parameters.blocks {
            let exact = try fixture.reals("gradients/\(block.name)")
            #expect(relativeError(gradients[block.name].values, exact) < 1e-5, "\(block.name)")
        }
    }
}
