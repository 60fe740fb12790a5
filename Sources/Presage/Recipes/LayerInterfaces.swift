import Layers
import Tensor
import Trainers
import Vocabulary

// Synthesizers between layers, as the numerical column has them.

extension Configuration {
    /// The synthesizers that method and placement ask for.
    func interfaces(
        on layers: [any FeedForwardLayer], classes: Int, in workspace: Workspace
    ) -> [LayerInterface] {
        interfaceLayers(depth: layers.count).enumerated().map { item, layer in
            let width = layers[layer].outputs
            return LayerInterface(
                layer: layer, width: width, seesOutput: layeredRule != .labelSynthetic,
                conditionWidth: seesLabel ? classes : 0, batch: self[.batch],
                optimizer: synthesizerOptimizer, scaling: synthesizerScaling,
                stepsPerUpdate: self[.synthesizerSteps],
                feedback: feedback(from: classes, to: width, of: layer, in: workspace),
                inputSynthesizer: inputSynthesizer(
                    from: layers[0].inputs, to: width, of: layer, in: workspace),
                in: workspace
            ) { inputs in
                synthesizer(
                    layeredSynthesizer, inputs: inputs, stateWidth: width, item: item,
                    in: workspace)
            }
        }
    }

    /// The kind of the synthesizers between layers.
    var layeredSynthesizer: SynthesizerKind {
        switch layeredRule {
        case .synthetic: self[.method].synthesizer ?? .zero
        case .labelSynthetic: .linear
        // Without SGs an interface only marks where the network is cut.
        case .backprop, .noBackprop, .backpropThenFrozen, .directFeedback: .zero
        }
    }

    /// Whether the synthesizers between layers see the label.
    var seesLabel: Bool {
        layeredRule == .labelSynthetic || self[.method].options.contains(.conditioned)
    }

    /// The fixed random weights from the classes to a layer's output; nil for a rule without them.
    private func feedback(
        from classes: Int, to width: Int, of layer: Int, in workspace: Workspace
    ) -> DirectFeedback? {
        guard layeredRule == .directFeedback else { return nil }
        return DirectFeedback(
            from: classes, to: width, seed: self[.seed], layer: layer, in: workspace)
    }

    private var layeredRule: LayeredRule {
        guard let rule = self[.method].layered else {
            preconditionFailure("\(self[.method].name) of a layered network")
        }
        return rule
    }

    /// The layers whose outputs carry an interface.
    func interfaceLayers(depth: Int) -> [Int] {
        switch layeredRule {
        case .noBackprop, .backpropThenFrozen: [depth - 2]
        case .directFeedback: Array(0..<depth - 1)
        case .backprop where self[.inputSynthesizer] == .none: []
        case .backprop, .synthetic, .labelSynthetic: self[.placement].layers(depth: depth)
        }
    }

    /// The synthesizer of a layer's output, for the layer above; nil where there is none.
    private func inputSynthesizer(
        from inputs: Int, to outputs: Int, of layer: Int, in workspace: Workspace
    ) -> InputSynthesizer? {
        let hiddenLayers: Int
        switch self[.inputSynthesizer] {
        case .none: return nil
        case .linear: hiddenLayers = 0
        case .mlp: hiddenLayers = self[.synthesizerLayers]
        }
        let hidden = [Int](repeating: self[.synthesizerHidden], count: hiddenLayers)
        let layers = denseLayers(
            [inputs] + hidden + [outputs],
            LayerStyle(.relu, batchNormalized: self[.synthesizerBatchNormalization]),
            in: workspace)
        for (index, own) in layers.enumerated() {
            own.initialize(
                from: RandomStream(
                    seed: self[.seed], purpose: .inputSynthesizerWeights,
                    item: layer * layers.count + index))
        }
        return InputSynthesizer(
            layers, batch: self[.batch], optimizer: synthesizerOptimizer,
            scaling: synthesizerScaling, in: workspace)
    }

    /// The options of training segments.
    var layerwiseOptions: LayerwiseOptions {
        var options = LayerwiseOptions()
        options.sgScale = self[.sgScale]
        options.mixing =
            switch layeredRule {
            case .backprop: 1
            case .noBackprop, .backpropThenFrozen, .directFeedback: 0
            case .synthetic, .labelSynthetic: self[.layerMixing]
            }
        options.updateProbability = self[.updateProbability]
        options.drawsLayers =
            switch self[.updateUnit] {
            case .segment: false
            case .layer: true
            }
        options.warmUp = updatesOfWarmUp
        options.freezes = layeredRule == .backpropThenFrozen
        return options
    }
}
