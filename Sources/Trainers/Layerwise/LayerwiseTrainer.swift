import Layers
import Optimizers
import Tensor

/// The options of training between layers, first value the default.
package struct LayerwiseOptions: Sendable {
    /// Factor of ĝ where it enters a segment.
    package var sgScale = 1.0
    /// Mixing λ: a segment starts from λ·(back-propagated from above) + (1 − λ)·scale·ĝ; 1 is
    /// backpropagation.
    package var mixing = 0.0
    /// For how many updates the network is trained by backpropagation while the synthesizers learn
    /// from the true gradients.
    package var warmUp = 0
    /// Whether all layers but the last are frozen after that. Running statistics of batch
    /// normalization, which training does not read, go on.
    package var freezes = false
    /// With which probability a segment takes part in an update, and with it the synthesizer below
    /// it and that of the inputs above it; each segment draws for itself.
    package var updateProbability = 1.0
    /// Whether each layer draws for itself instead, a segment's synthesizers with the first that
    /// takes part. The number that layer l draws is that of segment l where segments are layers.
    package var drawsLayers = false

    /// The defaults.
    package init() {}
}

/// A feed-forward network trained in segments, with a synthesizer on the output of every layer of a
/// placement.
///
/// The layers above an interface up to the next one are a segment. It starts from the synthetic
/// gradient of the interface at its top, the last segment from the true gradient of the loss; what
/// reaches its bottom trains the synthesizer there, a bootstrapped target: the synthesizer at 0 of
/// {0, 3, 5} learns from that at 3, that at 3 from that at 5, and only 5 from the true gradient.
/// All of an update sees the parameters of before it. Where an interface has an input synthesizer,
/// the segment above it reads its prediction in place of the output of the segment below, in training
/// and not in use.
///
/// Source: Jaderberg et al. 2017, sections 2 and 3.2; the random schedule from section 3.3.
package final class LayerwiseTrainer {
    /// The network in training.
    package let network: FeedForwardNetwork
    /// The interfaces between segments, in the order of their layers.
    package let interfaces: [LayerInterface]
    /// The options of training.
    package let options: LayerwiseOptions
    /// The layers from one interface to the next, from the bottom up.
    package let segments: [Range<Int>]
    /// Updates so far.
    package private(set) var updates = 0
    /// The learners of the layers.
    package let learners: [Learner]
    /// The segments that took part in the latest update, and the losses of the synthesizers in it;
    /// kept so that an update takes no memory.
    private var drawn: [Bool]
    /// The layers that took part.
    private var drawnLayers: [Bool]
    private var losses: [Double?]
    private var inputLosses: [Double?]
    private let seed: Int
    /// ∂ℓ/∂logits of the latest forward, (B, outputs).
    package let lossGradient: Matrix
    /// Where a segment starts from when that is mixed or scaled.
    private let tops: [Matrix]
    /// The latest regression target of every synthesizer.
    let targets: [Matrix]

    /// - Parameters:
    ///   - interfaces: in the order of their layers, none on the last.
    ///   - seed: of the random schedule.
    package init(
        _ network: FeedForwardNetwork, _ interfaces: [LayerInterface],
        optimizer: any Optimizer, scaling: GradientScaling = GradientScaling(),
        options: LayerwiseOptions, seed: Int, in workspace: Workspace
    ) {
        let placement = interfaces.map(\.layer)
        precondition(
            placement == placement.sorted() && Set(placement).count == placement.count
                && placement.allSatisfy { $0 >= 0 && $0 < network.layers.count - 1 },
            "interfaces at \(placement) of \(network.layers.count) layers")
        let ends = placement.map { $0 + 1 } + [network.layers.count]
        segments = zip([0] + ends, ends).map { $0..<$1 }
        self.network = network
        self.interfaces = interfaces
        self.options = options
        self.seed = seed
        learners = network.learners(optimizer, scaling)
        drawn = segments.map { _ in true }
        drawnLayers = network.layers.map { _ in true }
        losses = interfaces.map { _ in nil }
        inputLosses = losses
        lossGradient = workspace.matrix(network.batch, network.layers.last?.outputs ?? 0)
        tops = interfaces.map { workspace.matrix(network.batch, $0.prediction.columns) }
        targets = interfaces.map { workspace.matrix(network.batch, $0.prediction.columns) }
    }

    /// Writes ∂ℓ/∂logits, per sample, and returns Σ ℓ.
    package typealias Loss = (_ logits: Matrix, _ gradient: Matrix) -> Double

    /// The losses and norms of one update.
    package struct Report: Sendable {
        /// Σ ℓ over the batch.
        package let loss: Double
        /// Norm of all parameter gradients of the segments that took part, before scaling.
        package let gradientNorm: Double
        /// Mean squared error of every synthesizer; nil for one that was not trained.
        package let synthesizerLosses: [Double?]
        /// Mean squared error of every input synthesizer; nil where there is none or it was not
        /// trained.
        package let inputLosses: [Double?]
        /// Everything needed to replay the update, when asked for.
        package let capture: WindowCapture?
    }

    /// One update of the segments that are drawn.
    /// - Parameters:
    ///   - x: (B, inputs).
    ///   - condition: what conditioned synthesizers see besides, (B, any).
    ///   - capturing: also returns every tensor needed to replay the update elsewhere.
    package func update(
        _ x: Matrix, condition: Matrix, capturing: Bool = false, loss: Loss
    ) -> Report {
        let total = forward(x, condition, .training, loss)
        draw()
        var capture =
            capturing
            ? WindowCapture(self, x, condition, drawn, layers: drawnLayers, loss: total) : nil
        backward(accumulating: drawn) { index, bottom in
            losses[index] = nil
            guard drawn[index + 1] else { return }
            targets[index].copy(from: bottom)
            losses[index] = interfaces[index].regress(condition: condition, target: targets[index])
        }
        for (index, interface) in interfaces.enumerated() {
            inputLosses[index] =
                drawn[index]
                ? interface.inputSynthesizer?.regress(network.output(of: interface.layer)) : nil
        }
        for (layer, isDrawn) in zip(network.layers, drawnLayers) where !isDrawn {
            // Others of its segment may have taken part.
            layer.gradients.flat.fill(0)
        }
        capture?.recordGradients(self, losses, inputLosses)
        var squares = 0.0
        for (segment, layers) in segments.enumerated() where drawn[segment] {
            for layer in layers where drawnLayers[layer] {
                let norm = learners[layer].step(gradientScale: 1 / Double(network.batch))
                squares += norm * norm
            }
            if segment > 0 { interfaces[segment - 1].step() }
            if segment < interfaces.count { interfaces[segment].inputSynthesizer?.step() }
        }
        capture?.finish(self)
        updates += 1
        return Report(
            loss: total, gradientNorm: squares.squareRoot(), synthesizerLosses: losses,
            inputLosses: inputLosses, capture: capture)
    }

    /// Runs the segments, each from its own input, leaves ∂ℓ/∂logits and the predictions of all
    /// interfaces.
    /// - Returns: Σ ℓ.
    func forward(_ x: Matrix, _ condition: Matrix, _ mode: ForwardMode, _ loss: Loss) -> Double {
        network.forward(segments[0], from: x, mode)
        for (segment, interface) in zip(segments.dropFirst(), interfaces) {
            network.forward(
                segment,
                from: interface.inputSynthesizer?.predict(x) ?? network.output(of: interface.layer),
                mode)
        }
        return lossAndPredictions(condition, loss)
    }

    /// Leaves ∂ℓ/∂logits and the predictions of all interfaces.
    /// - Returns: Σ ℓ.
    func lossAndPredictions(_ condition: Matrix, _ loss: Loss) -> Double {
        for interface in interfaces {
            interface.predict(network.output(of: interface.layer), condition: condition)
        }
        let total = loss(network.logits, lossGradient)
        for interface in interfaces { interface.feedBack(lossGradient) }
        return total
    }

    /// Carries gradients back through all segments, each from what stands at its top.
    /// - Parameters:
    ///   - accumulating: for every segment, whether parameter gradients are wanted.
    ///   - atInterface: sees what reaches an interface from above.
    func backward(
        accumulating: [Bool], atInterface: (_ index: Int, _ gradient: Matrix) -> Void
    ) {
        var arriving = lossGradient
        for segment in segments.indices.reversed() {
            let bottom = network.backward(
                segments[segment], from: arriving, accumulating: accumulating[segment])
            guard let bottom, segment > 0 else { break }
            atInterface(segment - 1, bottom)
            arriving = top(of: segment - 1, backPropagated: bottom)
        }
    }

    /// Whether synthetic gradients are what segments start from.
    var isApplied: Bool { updates >= options.warmUp && options.mixing < 1 }

    /// The gradient that the segment below interface `index` starts from.
    private func top(of index: Int, backPropagated: Matrix) -> Matrix {
        guard isApplied else { return backPropagated }
        if options.mixing == 0 && options.sgScale == 1 { return interfaces[index].prediction }
        tops[index].copy(from: backPropagated)
        tops[index].scale(by: Float(options.mixing))
        tops[index].add(
            interfaces[index].prediction, scaledBy: Float((1 - options.mixing) * options.sgScale))
        return tops[index]
    }

    /// Counts an update that workers took together.
    package func countUpdate() { updates += 1 }

    /// Transfers how many updates there were.
    func transferUpdates(_ state: StateTransfer) throws(StateMismatch) {
        try state.integer("updates", &updates)
    }

    /// Whether all layers but the last stay as they are.
    private var isFrozen: Bool { options.freezes && updates >= options.warmUp }

    /// Draws which segments, or layers, take part in this update.
    private func draw() {
        guard options.updateProbability < 1 || options.freezes else { return }
        var stream = RandomStream(seed: seed, purpose: .schedule, item: updates)
        func takesPart() -> Bool { stream.uniform() < Float(options.updateProbability) }
        for (index, segment) in segments.enumerated() {
            let isDrawn = options.drawsLayers || takesPart()
            for layer in segment {
                let isMoving = !isFrozen || layer == network.layers.count - 1
                drawnLayers[layer] = (options.drawsLayers ? takesPart() : isDrawn) && isMoving
            }
            drawn[index] = segment.contains { drawnLayers[$0] }
        }
    }
}
