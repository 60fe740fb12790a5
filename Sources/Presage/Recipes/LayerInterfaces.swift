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
                layer: layer, width: width,
                conditionWidth: self[.method].options.contains(.conditioned) ? classes : 0,
                batch: self[.batch], optimizer: synthesizerOptimizer, scaling: synthesizerScaling,
                inputSynthesizer: inputSynthesizer(
                    from: layers[0].inputs, to: width, of: layer, in: workspace),
                in: workspace
            ) { inputs in
                // Without SGs an interface only marks where the network is cut.
                synthesizer(
                    self[.method].synthesizer ?? .zero, inputs: inputs, stateWidth: width,
                    item: item, in: workspace)
            }
        }
    }

    private var layeredRule: LayeredRule {
        guard let rule = self[.method].layered else {
            preconditionFailure("\(self[.method].name) of a layered network")
        }
        return rule
    }

    /// The layers whose outputs carry an interface.
    private func interfaceLayers(depth: Int) -> [Int] {
        switch layeredRule {
        case .noBackprop: [depth - 2]
        case .backprop where self[.inputSynthesizer] == .none: []
        case .backprop, .synthetic: self[.placement].layers(depth: depth)
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
            case .noBackprop: 0
            case .synthetic: self[.layerMixing]
            }
        options.updateProbability = self[.updateProbability]
        options.warmUp = updatesOfWarmUp
        return options
    }
}
