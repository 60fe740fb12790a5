import Tasks

/// Reads images by name: MNIST-1D, which is generated, or the path of a folder with the four IDX
/// files of MNIST or of a set published in its form, each plain or compressed by gzip, or with the
/// six binary batches of CIFAR-10.
package enum ImageSource {
    /// The name of MNIST-1D.
    package static let generated = "mnist1d"

    private static let mnist1D = MNIST1D.generate(seed: 0)
    private static let contents = Cache<String, ImageContents>()

    /// Images to train on and to test on. MNIST-1D is one set whatever a run's seed: runs differ
    /// by their training.
    /// - Parameter name: `generated`, or the path of a folder.
    /// - Throws: `DataError` with the path and what is wrong there.
    package static func sets(
        _ name: String
    ) throws(DataError) -> (training: ImageSet, test: ImageSet) {
        guard name != generated else { return mnist1D }
        let contents = try read(name)
        return (contents.training, contents.test)
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
