/// The costs of one layer, of a synthesizer on its output, and of what they hand over.
///
/// Times are seconds for a whole batch, sizes bytes.
package struct LayerCosts: Hashable, Codable, Sendable {
    package var forward = 0.0
    package var backward = 0.0
    /// The optimizer's step of the layer.
    package var step = 0.0
    /// The prediction of the synthesizer.
    package var predict = 0.0
    /// The regression of the synthesizer to a target.
    package var regress = 0.0
    /// The optimizer's step of the synthesizer.
    package var synthesizerStep = 0.0
    /// Drawing a batch, once a worker.
    package var load = 0.0
    /// The layer's output, and so its gradient.
    package var outputBytes = 0
    /// The layer's parameter gradients.
    package var gradientBytes = 0

    /// Costs of nothing.
    package init() {}

    /// The costs of workers that share a network of `layers` such layers.
    ///
    /// Where layers are divided, each worker has an equal part of them, with a synthesizer at the top of
    /// each but the last where the mode has them; a synthetic input costs what a synthetic gradient does.
    /// The m-th part of a batch takes the m-th part of its time. With data or windows each worker has all
    /// layers, and with windows a synthesizer; the state is of the size of an output.
    /// - Precondition: layers that are divided go evenly among the workers.
    package func costs(_ parallelism: Parallelism, layers: Int) -> Costs {
        let workers = parallelism.workers
        var (own, parts) = (layers, 1)
        var (hasSynthesizers, hasInputs) = (false, false)
        switch parallelism.mode {
        case .locked, .stale: own = layers / workers
        case .pipelined: (own, parts) = (layers / workers, parallelism.microbatches)
        case .decoupled: (own, hasSynthesizers) = (layers / workers, true)
        case .forwardUnlocked: (own, hasSynthesizers, hasInputs) = (layers / workers, true, true)
        case .data: break
        case .windows: hasSynthesizers = true
        }
        precondition(
            own * workers == layers || own == layers, "\(layers) layers among \(workers) workers")
        let isRing = parallelism.mode == .windows
        var costs = Costs(
            seconds: (0..<workers).map { worker in
                let hasOutput = hasSynthesizers && (worker < workers - 1 || isRing)
                let synthesizers = (hasOutput ? 1.0 : 0) + (hasInputs && worker > 0 ? 1 : 0)
                return [
                    .load: load,
                    .forward: (Double(own) * forward + synthesizers * predict) / Double(parts),
                    .backward: Double(own) * backward / Double(parts),
                    .regress: regress, .regressInput: regress,
                    .step: Double(own) * step + synthesizers * synthesizerStep,
                ]
            })
        for content in Parcel.Content.allCases { costs.bytes[content] = outputBytes / parts }
        costs.gradientBytes = layers * gradientBytes
        return costs
    }
}
