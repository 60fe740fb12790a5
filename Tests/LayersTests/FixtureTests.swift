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

    /// A row not scored and one scored, then both with another scale and in place.
    @Test func squaredErrorAndItsGradient() {
        let outputs = Matrix(rows: 2, columns: 3, [1, 2, 3, 0.5, -1, 4])
        let gradients = Matrix(rows: 2, columns: 3)
        let values: [Float] = [9, 9, 9, 9, 9, 9, 0, 1, 2]
        func loss(_ targets: [Int32], scale: Float, into gradients: Matrix) -> Double {
            SquaredError.loss(
                outputs: outputs, targets: targets[...], values: values[3...], scale: scale,
                gradients: gradients)
        }
        #expect(loss([-1, 0], scale: 1, into: gradients) == 8.25)
        #expect(gradients.values == [0, 0, 0, 1, -4, 4])
        #expect(loss([0, 0], scale: 0.5, into: outputs) == 157.25)
        #expect(outputs.values == [-8, -7, -6, 0.5, -2, 2])
    }
}
