import Layers
import Tensor
import Vocabulary

// The layers of a feed-forward network, as the numerical column has them.

extension Configuration {
    private var hiddenStyle: LayerStyle {
        let isNormalized = self[.batchNormalization]
        return switch self[.activation] {
        case .relu: LayerStyle(.relu, batchNormalized: isNormalized)
        case .tanh: LayerStyle(.tanh, batchNormalized: isNormalized)
        }
    }

    /// The layers of the network, the last of which gives the logits.
    /// - Precondition: `checkConvolutions` has passed.
    func layers(
        for shape: ImageShape, classes: Int, in workspace: Workspace
    ) -> [any FeedForwardLayer] {
        switch self[.network] {
        case .dense:
            let hidden = [Int](repeating: self[.units], count: self[.depth] - 1)
            return denseLayers([shape.features] + hidden + [classes], hiddenStyle, in: workspace)
        case .convolution:
            let layers = convolutions(of: shape).map { image, kernel in
                ConvolutionLayer(
                    image, channels: self[.units], kernel, hiddenStyle, batch: self[.batch],
                    in: workspace)
            }
            let width = layers.last?.outputs ?? shape.features
            return layers + denseLayers([width, classes], hiddenStyle, in: workspace)
        }
    }

    /// Dense layers from each width to the next, the last of which is an affine map alone.
    func denseLayers(
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
    func convolutions(
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

    /// Checks that images of `shape` hold the network's convolutions.
    /// - Throws: `Contradiction.tooDeep` when the images are too small for the convolutions.
    func checkConvolutions(of shape: ImageShape) throws(Contradiction) {
        switch self[.network] {
        case .dense: return
        case .convolution:
            let count = convolutions(of: shape).count
            guard count < self[.depth] - 1 else { return }
            throw .tooDeep(
                depth: self[.depth], height: shape.height, width: shape.width, convolutions: count)
        }
    }

    /// Checks that every hidden layer that is normalized by the batch has more than one row to do it
    /// by: a sample, or a pixel of one.
    /// - Throws: `Contradiction.normalizedAlone`.
    func checkNormalization(of shape: ImageShape) throws(Contradiction) {
        guard self[.batch] == 1, self[.batchNormalization], self[.depth] > 1 else { return }
        switch self[.network] {
        case .dense: throw .normalizedAlone(.batchNormalization)
        case .convolution:
            guard let (image, kernel) = convolutions(of: shape).last else { return }
            let pixels = kernel.outputShape(of: image, channels: 1).features
            if pixels == 1 { throw .normalizedAlone(.batchNormalization) }
        }
    }
}
