import Tasks

/// The four files of MNIST, or of a set published in its form, each plain or compressed by gzip.
enum IDXFolder {
    /// The names of a set's two files.
    struct Files {
        let images: String
        let labels: String
    }

    static let training = Files(
        images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte")
    static let test = Files(images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte")

    /// Every name that one of the files may have.
    static let names = [training, test].flatMap { [$0.images, $0.labels] }
        .flatMap { [$0, $0 + ".gz"] }

    static func sets(
        in folder: ImageFolder
    ) throws(DataError) -> (training: ImageSet, test: ImageSet) {
        (try set(training, in: folder), try set(test, in: folder))
    }

    private static func set(
        _ files: Files, in folder: ImageFolder
    ) throws(DataError) -> ImageSet {
        let images = try folder.parsed(
            folder.find(files.images, files.images + ".gz"), IDX.images)
        let name = try folder.find(files.labels, files.labels + ".gz")
        let labels = try folder.parsed(name, IDX.labels)
        do { return try IDX.set(images, labels: labels) } catch {
            throw .unusableImages(folder.file(name), error)
        }
    }
}
