import Layers
import Synthesizers
import Tensor

extension LayerwiseTrainer {
    /// Measures at every interface how well an affine map of the layer's output h_i, and of
    /// [h_i, condition] where the synthesizer sees a condition, could predict the true gradient ∂ℓ/∂h_i
    /// at the present parameters, and how well the synthesizer does; touches nothing of training.
    ///
    /// Cost: a pass over the samples, and for every sample of an interface of width S 2·S²
    /// multiplications. Memory: `PairMoments` for every interface.
    /// - Parameters:
    ///   - samples: full batches, no sample twice.
    ///   - pausing: called now and then; what it throws ends the measurement.
    package func ceilings(
        on samples: some Sequence<Sample>, pausing: () throws -> Void
    ) rethrows -> [GradientCeiling] {
        let workspace = Workspace()
        let inputs = interfaces.map { interface in
            ConditionedInput(
                width: interface.prediction.columns,
                conditionWidth: interface.seesCondition ? lossGradient.columns : 0,
                batch: network.batch, in: workspace)
        }
        var ceilings = zip(interfaces, inputs).map { interface, input in
            LinearCeiling(
                state: input.width, inputs: input.inputs, width: input.width,
                isPredicted: interface.isTrainable)
        }
        for (batch, sample) in samples.enumerated() {
            try pausing()
            network.forward(sample.x, .measuring)
            _ = lossAndPredictions(sample.condition, sample.loss)
            let first = batch * network.batch
            network.backward(network.layers.indices, from: lossGradient, accumulating: false) {
                [interfaces, network] layer, gradient in
                guard let index = interfaces.firstIndex(where: { $0.layer == layer }) else {
                    return
                }
                let interface = interfaces[index]
                ceilings[index].add(
                    inputs[index].joined(
                        network.output(of: layer),
                        interface.seesCondition ? sample.condition : nil),
                    [gradient], prediction: interface.isTrainable ? interface.prediction : nil,
                    first: first)
            }
        }
        return try ceilings.map { try $0.judged(0, pausing: pausing) }
    }
}

extension LayerInterface {
    /// Whether the synthesizer sees the condition, beside the layer's output or alone.
    fileprivate var seesCondition: Bool { isConditioned || !seesOutput }
}
