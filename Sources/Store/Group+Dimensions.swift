extension Group {
    /// Checks that the datasets of every group agree on the lengths of their dimensions, with each
    /// other and with the coordinates there and above: otherwise they cannot be written.
    /// - Throws: `StoreError.unsupported`.
    func checkDimensions(
        _ context: FileContext, inherited: [String: Int] = [:]
    ) throws(StoreError) {
        var lengths = inherited
        for dataset in datasets where dataset.isCoordinate {
            lengths[dataset.name] = dataset.shape[0]
        }
        for dataset in datasets {
            for (name, length) in zip(dataset.dimensions, dataset.shape) where !name.isEmpty {
                guard lengths[name, default: length] == length else {
                    throw .unsupported(
                        path: context.path, object: context.at(dataset.name).object, .dimensions)
                }
                lengths[name] = length
            }
        }
        for group in groups {
            try group.checkDimensions(context.at(group.name), inherited: lengths)
        }
    }

    /// Checks that every dimension has a name, as in all files of this program.
    /// - Throws: `StoreError.unsupported`.
    func checkNames(_ context: FileContext) throws(StoreError) {
        for dataset in datasets where dataset.dimensions.contains("") {
            throw .unsupported(
                path: context.path, object: context.at(dataset.name).object, .dimensions)
        }
        for group in groups { try group.checkNames(context.at(group.name)) }
    }
}
