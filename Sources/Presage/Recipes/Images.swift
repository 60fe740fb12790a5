import Datasets
import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

// Image classification, as the numerical column has it.

extension Configuration {
    /// How many images of each part a run has.
    /// - Throws: `DataError`, and `Contradiction` when there are not so many.
    func imageCounts() throws -> ImageCounts {
        let (wanted, validation, test) = (self[.trainSize], self[.validationSize], self[.testSize])
        guard let files = try ImageSource.stock(self[.data]).files else {
            return ImageCounts(
                training: wanted > 0 ? wanted : MNIST1D.published, validation: validation,
                test: test > 0 ? test : Self.generatedTestSize)
        }
        func check(_ setting: SettingName, _ size: Int, of images: Int) throws(Contradiction) {
            guard size > images else { return }
            throw .imagesBeyondData(setting, size, images: images, data: self[.data])
        }
        // At least one remains to train on.
        try check(.validationSize, validation, of: files.training - 1)
        let rest = files.training - validation
        try check(.trainSize, wanted, of: rest)
        try check(.testSize, test, of: files.test)
        return ImageCounts(
            training: wanted > 0 ? wanted : rest, validation: validation,
            test: test > 0 ? test : files.test)
    }

    /// The test images of MNIST-1D where no number is given.
    private static let generatedTestSize = 10_000

    /// Checks that batch and network fit the images.
    /// - Throws: `DataError`, `Contradiction`.
    func checkImages() throws {
        let (stock, counts) = (try ImageSource.stock(self[.data]), try imageCounts())
        let batch = self[.batch] * batchShares
        guard batch <= counts.training else {
            throw Contradiction.batchBeyondImages(
                batch: batch, images: counts.training, data: self[.data])
        }
        try checkConvolutions(of: stock.shape)
        try checkNormalization(of: stock.shape)
        try checkCeilings(
            images: counts.training, width: widestInterface(of: stock.shape),
            classes: stock.classes)
        try checkMemory(of: stock.shape, classes: stock.classes, counts)
    }

    /// The images that are trained, validated and tested on.
    /// - Throws: `DataError`, and `Contradiction` when batch or network do not fit them.
    func images() throws -> ImageParts {
        try checkImages()
        return try ImageSource.parts(self[.data], imageCounts(), seed: self[.seed])
    }

    /// The images that are trained on, for who measures nothing.
    /// - Throws: `DataError`, and `Contradiction` when batch or network do not fit them.
    func trainingImages() throws -> ImagePart {
        try checkImages()
        let counts = try imageCounts()
        // Those of files lie behind the ones to validate on.
        let isDrawn = try ImageSource.stock(self[.data]).files == nil
        return try ImageSource.parts(
            self[.data], isDrawn ? counts.withoutHeldOut : counts, seed: self[.seed]
        ).training
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
