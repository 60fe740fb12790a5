import Tasks
import Tensor

/// Reads images by name: MNIST-1D, which is generated, or the path of a folder with the four IDX
/// files of MNIST or of a set published in its form, each plain or compressed by gzip, or with the
/// six binary batches of CIFAR-10.
package enum ImageSource {
    /// The name of MNIST-1D.
    package static let generated = "mnist1d"
    /// The folder that `make mnist-sample` writes.
    package static let sample = "mnist-sample"

    private static let contents = Cache<String, ImageContents>()
    private static let drawn = Cache<Drawing, ImageParts>()

    /// What decides the examples of MNIST-1D.
    private struct Drawing: Hashable {
        let seed: Int
        let counts: ImageCounts
    }

    /// How the images of a run come from its data; changed when that changes. It opens every fingerprint, so
    /// that no cell measured in another way is taken for one of now: before, MNIST-1D was one set of 4000
    /// and 1000 whatever the seed, and no images were held back to validate on.
    private static let division = "parts_by_seed"

    /// A fingerprint of the images of a name and of how they are divided.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func fingerprint(_ name: String) throws(DataError) -> String {
        guard name != generated else { return division }
        return try division + "." + read(name).fingerprint
    }

    /// What there is of the images of a name.
    package struct Stock: Sendable {
        /// The shape of every image.
        package let shape: ImageShape
        /// The number of classes.
        package let classes: Int
        /// The images to train and to validate on, and those to test on; nil: as many as are wanted.
        package let files: (training: Int, test: Int)?
    }

    /// Tells what there is of the images of a name.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func stock(_ name: String) throws(DataError) -> Stock {
        guard name != generated else {
            return Stock(shape: MNIST1D.shape, classes: MNIST1D.classes, files: nil)
        }
        let contents = try read(name)
        let (training, test) = (contents.training, contents.test)
        return Stock(
            shape: training.shape, classes: training.classes,
            files: (training: training.count, test: test.count))
    }

    /// The images of a run: MNIST-1D is drawn anew for every seed, and those of files are divided anew.
    /// - Parameters:
    ///   - name: `generated`, or the path of a folder.
    ///   - counts: no more than there are.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func parts(
        _ name: String, _ counts: ImageCounts, seed: Int
    ) throws(DataError) -> ImageParts {
        guard name != generated else {
            return drawn.value(of: Drawing(seed: seed, counts: counts)) {
                MNIST1D.generate(seed: seed, counts)
            }
        }
        let contents = try read(name)
        return ImageParts(
            training: contents.training, test: contents.test, counts: counts, seed: seed)
    }

    /// Reads the images of a folder, once per process.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func read(_ path: String) throws(DataError) -> ImageContents {
        try contents.value(of: path) { () throws(DataError) in
            let (training, test) = try sets(in: ImageFolder(path))
            guard training.shape == test.shape else {
                throw .shapesDiffer(folder: path, training: training.shape, test: test.shape)
            }
            return ImageContents(training: training, test: test)
        }
    }

    /// Reads the files whose names the folder has; IDX files go before the batches of CIFAR-10.
    private static func sets(
        in folder: ImageFolder
    ) throws(DataError) -> (training: ImageSet, test: ImageSet) {
        if folder.holdsAny(of: IDXFolder.names) { return try IDXFolder.sets(in: folder) }
        if folder.holdsAny(of: CIFAR10Folder.names) { return try CIFAR10Folder.sets(in: folder) }
        throw .noImages(folder: folder.path)
    }
}
