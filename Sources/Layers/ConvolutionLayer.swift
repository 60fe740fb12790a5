import Tensor

/// A convolution of images: y = f(BN(conv(x, W))), or f(conv(x, W) + b); a signal is an image of
/// one row.
///
/// A sample's numbers lie channel by channel within a pixel, pixel by pixel: x (B, height·width·C).
/// Zeros are padded around. W (kernel height·kernel width·C, outputs) multiplies the patches.
///
/// Cost: memory of the patches, B·(pixels out)·(kernel height·kernel width·C).
package final class ConvolutionLayer: FeedForwardLayer {
    /// The size, stride and padding of a convolution, equal down and across; down an image of one
    /// row there is none of them.
    package struct Kernel: Hashable, Sendable {
        /// The number of pixels a patch is wide, and high.
        package var size: Int
        /// The distance between the starts of two patches, in pixels.
        package var stride: Int
        /// The pixels of zeros added at every edge.
        package var padding: Int

        /// A kernel of `size` by `size` pixels.
        package init(size: Int, stride: Int, padding: Int) {
            self.size = size
            self.stride = stride
            self.padding = padding
        }

        func positions(_ length: Int) -> Int { (length + 2 * padding - size) / stride + 1 }

        /// The kernel down an image: a single pixel where the image has one row.
        fileprivate func down(_ shape: ImageShape) -> Kernel {
            shape.height == 1 ? Kernel(size: 1, stride: 1, padding: 0) : self
        }

        /// The shape of a convolution's output.
        package func outputShape(of shape: ImageShape, channels: Int) -> ImageShape {
            ImageShape(
                channels: channels, height: down(shape).positions(shape.height),
                width: positions(shape.width))
        }

        /// Whether the kernel fits into an image with its padding.
        package func fits(_ shape: ImageShape) -> Bool {
            shape.width + 2 * padding >= size
                && shape.height + 2 * down(shape).padding >= down(shape).size
        }
    }

    /// The shape of the input images.
    package let shape: ImageShape
    /// The shape of the output.
    package let outputShape: ImageShape
    package let parameters: Parameters
    package let gradients: Parameters
    package let style: LayerStyle
    package var statistics: Parameters { tail.statistics }
    /// The kernel across an image; down an image of one row it is a single pixel.
    package let kernel: Kernel
    private let down: Kernel
    private let weights: Matrix
    private let weightGradients: Matrix
    private let tail: LayerTail
    /// The patch under every output pixel, (B·pixels, patch), and its gradient. Numbers in the
    /// padding are zero from the start and never written.
    private let patches: Matrix
    private let patchGradients: Matrix

    /// A convolution of `shape` to as many `channels`, with tensors of zeros.
    /// - Parameter batch: the largest batch size B.
    /// - Precondition: the kernel fits into the padded image.
    package init(
        _ shape: ImageShape, channels: Int, _ kernel: Kernel, _ style: LayerStyle, batch: Int,
        in workspace: Workspace
    ) {
        self.shape = shape
        self.kernel = kernel
        self.style = style
        down = kernel.down(shape)
        outputShape = kernel.outputShape(of: shape, channels: channels)
        precondition(
            kernel.fits(shape), "a kernel of \(kernel.size) over \(shape.height)x\(shape.width)")
        let patch = down.size * kernel.size * shape.channels
        parameters = Parameters(
            [.init("W", ["patch": patch, "output": channels])] + style.blocks(columns: channels))
        gradients = parameters.zerosLike()
        weights = parameters["W"]
        weightGradients = gradients["W"]
        let rows = batch * outputShape.height * outputShape.width
        tail = LayerTail(style, parameters, gradients, rows: rows, columns: channels, in: workspace)
        patches = workspace.matrix(rows, patch)
        patchGradients = workspace.matrix(rows, patch)
    }

    private init(twinOf layer: ConvolutionLayer, batch: Int, in workspace: Workspace) {
        shape = layer.shape
        outputShape = layer.outputShape
        parameters = layer.parameters
        gradients = layer.gradients
        style = layer.style
        kernel = layer.kernel
        down = layer.down
        weights = layer.weights
        weightGradients = layer.weightGradients
        let rows = batch * outputShape.height * outputShape.width
        tail = layer.tail.twin(rows: rows, in: workspace)
        patches = workspace.matrix(rows, layer.patches.columns)
        patchGradients = workspace.matrix(rows, layer.patches.columns)
    }

    package func twin(batch: Int, in workspace: Workspace) -> any FeedForwardLayer {
        ConvolutionLayer(twinOf: self, batch: batch, in: workspace)
    }

    package var inputs: Int { shape.features }
    package var outputs: Int { outputShape.features }

    /// The samples of y one pixel a row.
    private func pixels(_ y: Matrix) -> Matrix {
        y.reshaped(rows: y.count / outputShape.channels, columns: outputShape.channels)
    }

    package func forward(_ x: Matrix, into y: Matrix, _ mode: ForwardMode) {
        let pixels = pixels(y)
        let patches = patches.rows(0..<pixels.rows)
        forEachRun(samples: x.rows) { patch, image, count in
            (patches.pointer + patch).update(from: x.pointer + image, count: count)
        }
        pixels.multiply(patches, by: weights)
        tail.forward(pixels, mode)
    }

    package func backward(
        x: Matrix, y: Matrix, outputGradients: Matrix, inputGradients: Matrix?,
        accumulating: Bool
    ) {
        let above = pixels(outputGradients)
        tail.backward(y: pixels(y), gradients: above, accumulating: accumulating)
        if accumulating {
            weightGradients.multiply(
                patches.rows(0..<above.rows), transposed: true, by: above, accumulating: true)
        }
        guard let inputGradients else { return }
        let below = patchGradients.rows(0..<above.rows)
        below.multiply(above, by: weights, byTransposed: true)
        inputGradients.fill(0)
        forEachRun(samples: x.rows) { patch, image, count in
            for index in 0..<count {
                inputGradients.pointer[image + index] += below.pointer[patch + index]
            }
        }
    }

    /// Calls `body` with every run of numbers that lies together in a patch and in an image: its
    /// places there and its length.
    private func forEachRun(
        samples: Int, _ body: (_ patch: Int, _ image: Int, _ count: Int) -> Void
    ) {
        let channels = shape.channels
        var patch = 0
        for sample in 0..<samples {
            for top in 0..<outputShape.height {
                for left in 0..<outputShape.width {
                    let start = left * kernel.stride - kernel.padding
                    let columns = max(0, start)..<min(shape.width, start + kernel.size)
                    for line in 0..<down.size {
                        let row = top * down.stride - down.padding + line
                        if row >= 0 && row < shape.height && !columns.isEmpty {
                            let place = sample * shape.height + row
                            body(
                                patch + (columns.lowerBound - start) * channels,
                                (place * shape.width + columns.lowerBound) * channels,
                                columns.count * channels)
                        }
                        patch += kernel.size * channels
                    }
                }
            }
        }
    }

    package func initialize(from stream: RandomStream) {
        tail.initialize(weights, from: stream)
    }
}
