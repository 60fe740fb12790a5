extension Group {
    /// Checks that the datasets of every group agree on the lengths of their dimensions, with each
    /// other and with the coordinates there: otherwise they cannot be written.
    /// - Throws: `StoreError.unsupported`.
    func checkDimensions(_ context: FileContext) throws(StoreError) {
        var lengths: [String: Int] = [:]
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
        for group in groups { try group.checkDimensions(context.at(group.name)) }
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

    /// The dimensions without values that belong in this group, in the order of their use: those of
    /// its own datasets, and those on whose length all groups inside agree, so that they lie beside no
    /// tensor.
    /// - Parameter known: the lengths of the dimensions of the groups above.
    func bareDimensions(known: [String: Int]) -> [(name: String, length: Int)] {
        let coordinates = Set(datasets.filter(\.isCoordinate).map(\.name))
        let own = Set(datasets.flatMap(\.dimensions))
        let taken = Set(datasets.map(\.name) + groups.map(\.name))
        let uses = self.uses
        return uses.names.compactMap { name in
            let lengths = uses.lengths[name] ?? []
            let isOwn = own.contains(name)
            guard !coordinates.contains(name), isOwn || !taken.contains(name),
                let length = isOwn ? ownLength(name) : lengths.first,
                known[name] != length, isOwn || lengths.count == 1
            else { return nil }
            return (name, length)
        }
    }

    private func ownLength(_ name: String) -> Int? {
        for dataset in datasets {
            if let index = dataset.dimensions.firstIndex(of: name) { return dataset.shape[index] }
        }
        return nil
    }

    /// The dimensions used here and inside, but for coordinates of groups inside, with all their
    /// lengths.
    private var uses: (names: [String], lengths: [String: Set<Int>]) {
        var (names, lengths): ([String], [String: Set<Int>]) = ([], [:])
        func add(_ name: String, _ length: Int) {
            if lengths[name] == nil { names.append(name) }
            lengths[name, default: []].insert(length)
        }
        for dataset in datasets {
            for use in zip(dataset.dimensions, dataset.shape) { add(use.0, use.1) }
        }
        for group in groups {
            let coordinates = Set(group.datasets.filter(\.isCoordinate).map(\.name))
            let inside = group.uses
            for name in inside.names where !coordinates.contains(name) {
                for length in inside.lengths[name] ?? [] { add(name, length) }
            }
        }
        return (names, lengths)
    }
}
