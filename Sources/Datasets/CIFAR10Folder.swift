import Tasks

/// The six binary batches of CIFAR-10.
enum CIFAR10Folder {
    static let training = (1...5).map { "data_batch_\($0).bin" }
    static let test = "test_batch.bin"

    static let names = training + [test]

    static func sets(
        in folder: ImageFolder
    ) throws(DataError) -> (training: ImageSet, test: ImageSet) {
        (try set(training, in: folder), try set([test], in: folder))
    }

    private static func set(
        _ files: [String], in folder: ImageFolder
    ) throws(DataError) -> ImageSet {
        CIFAR10.set(
            try files.map { (name) throws(DataError) in
                try folder.parsed(folder.find(name), CIFAR10.records)
            })
    }
}
