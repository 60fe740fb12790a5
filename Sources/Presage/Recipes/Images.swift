import Datasets
import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

// Image classification, as the numerical column has it.

extension Configuration {
    /// The images that are trained and tested on.
    /// - Throws: `DataError`, and `Contradiction` when batch or network do not fit them.
    func images() throws -> (training: ImageSet, test: ImageSet) {
        let sets = try ImageSource.sets(self[.data])
        let batch = self[.batch] * batchShares
        guard batch <= sets.training.count else {
            throw Contradiction.batchBeyondImages(
                batch: batch, images: sets.training.count, data: self[.data])
        }
        try checkConvolutions(of: sets.training.shape)
        try checkNormalization(of: sets.training.shape)
        try checkCeilings(
            images: sets.training.count, width: widestInterface(of: sets.training.shape),
            classes: sets.training.classes)
        try checkMemory(of: sets.training.shape, classes: sets.training.classes)
        return sets
    }

    /// The trainer of a new network on images like these.
    func layerwiseTrainer(on images: ImageSet, in workspace: Workspace) -> LayerwiseTrainer {
        let layers = layers(for: images.shape, classes: images.classes, in: workspace)
        for (item, layer) in layers.enumerated() {
            layer.initialize(from: RandomStream(seed: self[.seed], purpose: .weights, item: item))
        }
        return LayerwiseTrainer(
            FeedForwardNetwork(layers, batch: self[.batch], in: workspace),
            interfaces(on: layers, classes: images.classes, in: workspace),
            optimizer: networkOptimizer, scaling: gradientScaling, options: layerwiseOptions,
            seed: self[.seed], in: workspace)
    }

    /// The memory for batches as the network reads them.
    func imageInput(_ images: ImageSet) -> ImageInput {
        let isChannelsLast =
            switch self[.network] {
            case .dense: false
            case .convolution: true
            }
        return ImageInput(images, batch: self[.batch], channelsLast: isChannelsLast)
    }
}
