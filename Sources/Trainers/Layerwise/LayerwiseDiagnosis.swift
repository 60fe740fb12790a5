import Layers
import Tensor

/// How near synthetic gradients between layers come to the true ones, and how noisy what is learned
/// from them is. NaN where there is nothing to measure.
package struct LayerwiseDiagnosis: Sendable {
    /// By interface: cosine of ĝ and the true gradient, over all samples of all batches.
    package var cosines: [Double]
    /// By interface: ‖ĝ‖/‖g‖ over the same.
    package var normRatios: [Double]
    /// By interface: mean squared error of the synthesizer against its regression target.
    package var losses: [Double]
    /// By interface: Σ‖ĥ − h‖²/Σ‖h‖² of its synthetic input over the same; NaN without one.
    package var inputErrors: [Double]
    /// By layer: the variance E‖G − EG‖² over batches of the parameter gradient G that the layer is
    /// trained with, over ‖EG_bp‖², G_bp backpropagation's gradient on the same batch: one measure for
    /// all methods, whatever they learn from.
    package var variances: [Double]
    /// By layer: E‖G − EG‖²/‖EG‖², the variance by the square of the gradient's own mean.
    package var noises: [Double]
    /// By layer: ‖EG − EG_bp‖²/‖EG_bp‖², the squared bias in the same measure.
    package var biases: [Double]
    /// By layer: cosine of the mean over the batches of that gradient and of backpropagation's.
    package var parameterCosines: [Double]
    /// By interface: how well an affine map of the layer's output could predict the true gradient, and
    /// how well the synthesizer does, over other batches; empty where it is not measured.
    package var ceilings: [GradientCeiling] = []
}

extension LayerwiseDiagnosis: Resumable {
    private static var values: [WritableKeyPath<LayerwiseDiagnosis, [Double]>] {
        [
            \.cosines, \.normRatios, \.losses, \.inputErrors, \.variances, \.noises, \.biases,
            \.parameterCosines,
        ]
    }

    /// Nothing measured yet.
    package init() {
        (cosines, normRatios, losses, inputErrors) = ([], [], [], [])
        (variances, noises, biases, parameterCosines) = ([], [], [], [])
    }

    /// Transfers every measured number.
    package mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        for (index, place) in Self.values.enumerated() {
            try state.reals("values_\(index)", &self[keyPath: place])
        }
        var count = ceilings.count
        try state.integer("ceilings", &count)
        if !state.isSaving { ceilings = (0..<count).map { _ in GradientCeiling() } }
        for index in ceilings.indices {
            try state.part("ceiling_\(index)", &ceilings[index])
        }
    }
}

extension LayerwiseTrainer {
    /// A batch to measure on.
    package struct Sample {
        let x: Matrix
        let condition: Matrix
        let loss: Loss

        /// A batch with inputs x (B, inputs), its condition and its loss.
        package init(x: Matrix, condition: Matrix, loss: @escaping Loss) {
            self.x = x
            self.condition = condition
            self.loss = loss
        }
    }

    /// Measures on batches with the present parameters; touches nothing of training.
    /// - Parameter samples: full batches.
    package func diagnose(_ samples: some Sequence<Sample>) -> LayerwiseDiagnosis {
        diagnose(samples) {}
    }

    /// Measures on batches, unless something ends the measurement.
    /// - Parameters:
    ///   - samples: full batches.
    ///   - pausing: called between batches; what it throws ends the measurement.
    package func diagnose(
        _ samples: some Sequence<Sample>, pausing: () throws -> Void
    ) rethrows -> LayerwiseDiagnosis {
        let layers = network.layers.indices
        var count = 0
        var agreement = [Agreement](repeating: Agreement(), count: interfaces.count)
        var inputs = agreement
        var losses = [Double](repeating: 0, count: interfaces.count)
        var health = [GradientHealth](repeating: GradientHealth(), count: layers.count)
        for sample in samples {
            try pausing()
            network.forward(sample.x, .measuring)
            _ = lossAndPredictions(sample.condition, sample.loss)
            for (index, interface) in interfaces.enumerated() {
                guard let synthesizer = interface.inputSynthesizer else { continue }
                inputs[index].add(
                    synthesizer.predict(sample.x), network.output(of: interface.layer))
            }
            network.backward(layers, from: lossGradient, accumulating: true) {
                [interfaces] layer, gradient in
                guard let index = interfaces.firstIndex(where: { $0.layer == layer }) else {
                    return
                }
                agreement[index].add(interfaces[index].prediction, gradient)
            }
            let exact = takeGradients()
            _ = forward(sample.x, sample.condition, .measuring, sample.loss)
            backward(accumulating: segments.map { _ in true }) { index, target in
                losses[index] +=
                    interfaces[index].regress(condition: sample.condition, target: target) ?? .nan
            }
            for interface in interfaces { interface.learner.gradients.flat.fill(0) }
            count += 1
            for (index, gradient) in takeGradients().enumerated() {
                health[index].add(gradient, exact: exact[index])
            }
        }
        return LayerwiseDiagnosis(
            cosines: agreement.map(\.cosine),
            normRatios: zip(interfaces, agreement).map { $0.isTrainable ? $1.normRatio : .nan },
            losses: losses.map { $0 / Double(count) }, inputErrors: inputs.map(\.relativeError),
            variances: health.map(\.variance), noises: health.map(\.noise),
            biases: health.map(\.bias), parameterCosines: health.map(\.cosine))
    }

    /// The layers' parameter gradients, which are zeroed.
    private func takeGradients() -> [[Float]] {
        network.layers.map { layer in
            defer { layer.gradients.flat.fill(0) }
            return layer.gradients.flat.values
        }
    }
}

/// Sums over two series of vectors.
private struct Agreement {
    private var product = 0.0
    private var squares = (0.0, 0.0)
    private var differences = 0.0

    mutating func add(_ a: Matrix, _ b: Matrix) {
        for (x, y) in zip(a.values, b.values) {
            product += Double(x) * Double(y)
            differences += Double(x - y) * Double(x - y)
        }
        squares.0 += a.sumOfSquares
        squares.1 += b.sumOfSquares
    }

    var cosine: Double { product / (squares.0 * squares.1).squareRoot() }
    var normRatio: Double { (squares.0 / squares.1).squareRoot() }
    /// Squared difference of the two series, by the squares of the second.
    var relativeError: Double { differences / squares.1 }
}
