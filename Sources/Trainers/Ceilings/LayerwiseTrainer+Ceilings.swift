import Layers
import Tensor

extension LayerwiseTrainer {
    /// Measures at every interface how well an affine map of the layer's output h_i, for a conditioned
    /// synthesizer of [h_i, condition] too, could predict the true gradient ∂ℓ/∂h_i at the present
    /// parameters, and how well the synthesizer does; touches nothing of training.
    ///
    /// Cost: a pass over the samples, and for every sample of an interface of width S 2·S²
    /// multiplications. Memory: `PairMoments` for every interface.
    /// - Parameters:
    ///   - samples: full batches, no sample twice.
    ///   - pausing: called now and then; what it throws ends the measurement.
    package func ceilings(
        on samples: some Sequence<Sample>, pausing: () throws -> Void
    ) rethrows -> [GradientCeiling] {
        var ceilings = interfaces.map { interface in
            let width = interface.prediction.columns
            return LinearCeiling(
                state: width, inputs: interface.inputs, width: width,
                isPredicted: interface.isTrainable)
        }
        for (batch, sample) in samples.enumerated() {
            try pausing()
            network.forward(sample.x, .measuring)
            _ = lossAndPredictions(sample.condition, sample.loss)
            let first = batch * network.batch
            network.backward(network.layers.indices, from: lossGradient, accumulating: false) {
                [interfaces] layer, gradient in
                guard let index = interfaces.firstIndex(where: { $0.layer == layer }) else {
                    return
                }
                let interface = interfaces[index]
                ceilings[index].add(
                    interface.seen, [gradient],
                    prediction: interface.isTrainable ? interface.prediction : nil,
                    first: first)
            }
        }
        return try ceilings.map { try $0.judged(0, pausing: pausing) }
    }
}
