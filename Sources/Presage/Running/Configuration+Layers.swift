import Datasets
import Layers
import Optimizers
import Sweeps
import Synthesizers
import Tasks
import Tensor
import Trainers

// A configuration of a feed-forward network as the numerical column's values.

extension Configuration {
    var isImages: Bool { self[.task] == "images" }

    private var hiddenStyle: LayerStyle {
        LayerStyle(
            Activation(rawValue: self[.activation]) ?? .relu,
            batchNormalized: self[.batchNormalization] == "yes")
    }

    /// The layers of the network, the last of which gives the logits.
    /// - Precondition: `checkConvolutions`.
    func layers(
        for shape: ImageShape, classes: Int, in workspace: Workspace
    ) -> [any FeedForwardLayer] {
        guard self[.network] == "convolution" else {
            let hidden = [Int](repeating: self[.units], count: self[.depth] - 1)
            return denseLayers([shape.features] + hidden + [classes], hiddenStyle, in: workspace)
        }
        let layers = convolutions(of: shape).map { image, kernel in
            ConvolutionLayer(
                image, channels: self[.units], kernel, hiddenStyle, batch: self[.batch],
                in: workspace)
        }
        let width = layers.last?.outputs ?? shape.features
        return layers + denseLayers([width, classes], hiddenStyle, in: workspace)
    }

    /// Dense layers from each width to the next, the last of which is an affine map alone.
    private func denseLayers(
        _ widths: [Int], _ hiddenStyle: LayerStyle, in workspace: Workspace
    ) -> [any FeedForwardLayer] {
        zip(widths, widths.dropFirst()).enumerated().map { index, pair in
            DenseLayer(
                inputs: pair.0, outputs: pair.1,
                index == widths.count - 2 ? LayerStyle(.identity) : hiddenStyle,
                batch: self[.batch], in: workspace)
        }
    }

    /// Images and kernels of the convolutions, as many as fit: stride 2, the first over 5 pixels, the
    /// others over 3, as in the network that MNIST-1D was published with.
    private func convolutions(
        of image: ImageShape
    ) -> [(ImageShape, ConvolutionLayer.Kernel)] {
        var shape = image
        var convolutions: [(ImageShape, ConvolutionLayer.Kernel)] = []
        for index in 1..<self[.depth] {
            let kernel = ConvolutionLayer.Kernel(
                size: index == 1 ? 5 : 3, stride: 2, padding: 1)
            guard kernel.fits(shape) else { break }
            convolutions.append((shape, kernel))
            shape = kernel.outputShape(of: shape, channels: self[.units])
        }
        return convolutions
    }

    /// - Throws: `SweepError.contradiction` when the images are too small for the convolutions.
    func checkConvolutions(of shape: ImageShape) throws(SweepError) {
        guard self[.network] == "convolution" else { return }
        let count = convolutions(of: shape).count
        guard count < self[.depth] - 1 else { return }
        throw .contradiction(
            reason:
                "depth is \(self[.depth]), but images of \(shape.height)x\(shape.width) are too "
                + "small for more than \(count) convolutions: use a depth of \(count + 1) or less")
    }

    /// The synthesizers that method and placement ask for.
    func interfaces(
        on layers: [any FeedForwardLayer], classes: Int, in workspace: Workspace
    ) -> [LayerInterface] {
        placementOfMethod(depth: layers.count).enumerated().map { item, layer in
            let width = layers[layer].outputs
            return LayerInterface(
                layer: layer, width: width,
                conditionWidth: self[.method].options.contains(.conditioned) ? classes : 0,
                batch: self[.batch],
                optimizer: optimizer(learningRate: self[.synthesizerLearningRate]),
                scaling: synthesizerScaling,
                inputSynthesizer: inputSynthesizer(
                    from: layers[0].inputs, to: width, of: layer, in: workspace),
                in: workspace
            ) { inputs in
                synthesizer(
                    synthesizerKind, inputs: inputs, stateWidth: width, item: item, in: workspace)
            }
        }
    }

    private var synthesizerScaling: GradientScaling {
        GradientScaling(ClippingRange(ceiling: self[.synthesizerClipNorm]))
    }

    /// What predicts the output of a layer, for the one above; nil where nothing does.
    private func inputSynthesizer(
        from inputs: Int, to outputs: Int, of layer: Int, in workspace: Workspace
    ) -> InputSynthesizer? {
        guard hasSyntheticInputs else { return nil }
        let hidden = [Int](
            repeating: self[.synthesizerHidden],
            count: self[.inputSynthesizer] == "mlp" ? self[.synthesizerLayers] : 0)
        let layers = denseLayers(
            [inputs] + hidden + [outputs],
            LayerStyle(.relu, batchNormalized: self[.synthesizerBatchNormalization] == "yes"),
            in: workspace)
        for (index, own) in layers.enumerated() {
            own.initialize(
                from: RandomStream(
                    seed: self[.seed], purpose: .inputSynthesizerWeights,
                    item: layer * layers.count + index))
        }
        return InputSynthesizer(
            layers, batch: self[.batch],
            optimizer: optimizer(learningRate: self[.synthesizerLearningRate]),
            scaling: synthesizerScaling, in: workspace)
    }

    private var hasSyntheticInputs: Bool { self[.inputSynthesizer] != "none" }

    private func placementOfMethod(depth: Int) -> [Int] {
        switch self[.method].boundary {
        case .lastLayerAlone: [depth - 2]
        case .backpropagated where !hasSyntheticInputs: []
        case .backpropagated, .synthetic: self[.placement].layers(depth: depth)
        default: []
        }
    }

    private var synthesizerKind: SynthesizerKind {
        if case .synthetic(let kind, _, _) = self[.method].boundary { kind } else { .zero }
    }

    var layerwiseOptions: LayerwiseOptions {
        var options = LayerwiseOptions()
        options.sgScale = self[.sgScale]
        options.mixing =
            switch self[.method].boundary {
            case .backpropagated: 1
            case .lastLayerAlone: 0
            default: self[.layerMixing]
            }
        options.updateProbability = self[.updateProbability]
        options.warmUp = updatesOfWarmUp
        return options
    }

    /// Which settings have no meaning for a feed-forward network.
    var imageFault: String? {
        if let reason = inputFault { return reason }
        guard isImages else {
            switch self[.method].boundary {
            case .backpropagated, .lastLayerAlone:
                return "method is '\(self[.method].name)', which is for feed-forward networks, but "
                    + "task \(self[.task]) is recurrent: use bptt or truncated_bptt"
            default: return nil
            }
        }
        switch self[.method].boundary {
        case .backpropagated, .lastLayerAlone: break
        case .synthetic(_, .bootstrapped, let options) where !options.contains(.auxiliary): break
        default:
            return "method is '\(self[.method].name)', which is for recurrent networks: for task "
                + "images use backprop, no_backprop or sg_*, but not *_aux"
        }
        if self[.data] == TextSource.bible {
            return "data is '\(TextSource.bible)', but task images reads images: use mnist1d, or a "
                + "folder with the files of MNIST or CIFAR-10"
        }
        if countsTimeSteps {
            return "budget_unit is 'time_steps', but task images has no time: use updates"
        }
        let layers = self[.placement].layers(depth: self[.depth])
        if let last = layers.last, last > self[.depth] - 2 {
            return
                "placement is '\(self[.placement].value)', but with depth \(self[.depth]) the last "
                + "layer that can carry a synthesizer is \(self[.depth] - 2)"
        }
        return nil
    }

    /// What is wrong with synthetic inputs.
    private var inputFault: String? {
        guard hasSyntheticInputs else { return nil }
        let said = "input_synthesizer is '\(self[.inputSynthesizer])', but "
        guard isImages else { return said + "task \(self[.task]) has no layers: use none" }
        if self[.method].boundary == .lastLayerAlone {
            return said + "with method no_backprop only the last layer learns: use none"
        }
        return self[.placement].layers(depth: self[.depth]).isEmpty
            ? said + "placement is none: name the layers whose outputs are predicted, or all"
            : nil
    }
}
