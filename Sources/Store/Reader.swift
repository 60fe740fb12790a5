import CHDF5

/// Reads a file that may come from anywhere: what this program would not write is an error that names
/// it, before the library is asked to read it.
struct Reader {
    let context: FileContext
    let allowance: Allowance
    private let depth: Int

    /// The depth of groups down to which a file is read.
    private static let deepest = 16
    /// The number of attributes an object may have.
    private static let mostAttributes = 4096

    /// A reader of an open file.
    init(_ context: FileContext, fileSize: Int) {
        self.init(context, Allowance(fileSize: fileSize), depth: 0)
    }

    private init(_ context: FileContext, _ allowance: Allowance, depth: Int) {
        self.context = context
        self.allowance = allowance
        self.depth = depth
    }

    private func at(_ name: String) -> Reader {
        Reader(context.at(name), allowance, depth: depth + 1)
    }

    /// Runs a call on a file that is taken to be sound.
    func call<Result: SignedInteger>(
        _ operation: String, _ body: () -> Result
    ) throws(StoreError) -> Result {
        do { return try check(operation, context, body) } catch { throw .damaged(error) }
    }

    func unsupported(_ reason: StoreError.Unsupported) -> StoreError {
        .unsupported(
            path: context.path, object: context.object.isEmpty ? "/" : context.object, reason)
    }

    /// The part of a file that is read.
    enum Part {
        /// The attributes of the root.
        case header
        /// The attributes and datasets of the root.
        case withoutGroups
        case all
    }

    /// Reads the root, and with `.all` the whole tree of groups.
    func root(_ id: hid_t, _ part: Part = .all) throws(StoreError) -> Group {
        let group = try group("/", of: id, part)
        try group.checkDimensions(context)
        return group
    }

    private func group(
        _ name: String, of location: hid_t, _ part: Part
    ) throws(StoreError) -> Group {
        guard depth <= Self.deepest else { throw unsupported(.depth) }
        var group = Group(name, attributes: try attributes(of: location))
        // Dimensions without values, which need not be looked at.
        let bare = Set((group.attributes.text(dimensionsName) ?? "").split(separator: " "))
        group.attributes[dimensionsName] = nil
        if part == .header { return group }
        for link in try links(of: location) where !bare.contains(Substring(link.name)) {
            let inside = at(link.name)
            guard isValidName(link.name) else { throw inside.unsupported(.name) }
            guard link.isHard else { throw inside.unsupported(.link) }
            guard allowance.enters(link.address) else { throw inside.unsupported(.secondName) }
            let handle = Handle(
                try inside.call("H5Oopen") { H5Oopen(location, link.name, asUsual) }, H5Oclose)
            switch H5Iget_type(handle.id) {
            case H5I_GROUP where part == .withoutGroups: break
            case H5I_GROUP: group.groups.append(try inside.group(link.name, of: handle.id, part))
            case H5I_DATASET:
                if let dataset = try inside.dataset(link.name, handle.id) {
                    group.datasets.append(dataset)
                }
            default: throw inside.unsupported(.kind)
            }
        }
        return group
    }

    /// A name in a group.
    private struct Link {
        let name: String
        let isHard: Bool
        let address: UInt64
    }

    /// The links of a group, in creation order where the file keeps it.
    private func links(of group: hid_t) throws(StoreError) -> [Link] {
        var links: [Link] = []
        func visit(_ index: H5_index_t) throws(HDF5Error) {
            links = []
            _ = try check("H5Literate", context) {
                withUnsafeMutablePointer(to: &links) {
                    hdf5_visitLinks(
                        group, index,
                        { name, isHard, address, links in
                            guard let name, let links else { return -1 }
                            links.assumingMemoryBound(to: [Link].self).pointee.append(
                                Link(
                                    name: String(cString: name), isHard: isHard != 0,
                                    address: UInt64(address)))
                            return 0
                        }, $0)
                }
            }
        }
        do { try visit(H5_INDEX_CRT_ORDER) } catch {
            do { try visit(H5_INDEX_NAME) } catch { throw .damaged(error) }
        }
        return links
    }

    /// Reads a dataset; nil for a dimension without values.
    private func dataset(_ name: String, _ id: hid_t) throws(StoreError) -> Dataset? {
        var attributes = try attributes(of: id)
        let isScale = attributes.text("CLASS") == "DIMENSION_SCALE"
        if isScale && attributes.text("NAME")?.hasPrefix(bareDimensionMark) == true { return nil }
        let space = Handle(try call("H5Dget_space") { H5Dget_space(id) }, H5Sclose)
        let type = Handle(try call("H5Dget_type") { H5Dget_type(id) }, H5Tclose)
        let shape = try shape(space.id)
        let count = try allowance.count(shape, of: H5Tget_size(type.id), self)
        try checkStorage(of: id, elements: count)
        let elements = try elements(of: type.id, count: count) { memory, target in
            H5Dread(id, memory, asUsual, asUsual, asUsual, target)
        }
        // A foreign file names no dimensions, or in the library's list alone, which has no checksum.
        let names = attributes.text(dimensionsName)?.split(separator: " ").map(String.init)
        let dimensions = isScale ? [name] : names ?? shape.map { _ in "" }
        guard dimensions.count == shape.count,
            dimensions.allSatisfy({ $0.isEmpty || isValidName($0) })
        else { throw unsupported(.dimensions) }
        for own in [dimensionsName, "CLASS", "NAME"] { attributes[own] = nil }
        return Dataset(
            name, dimensions: dimensions, shape: shape, elements, attributes: attributes)
    }

    private func shape(_ space: hid_t) throws(StoreError) -> [Int] {
        guard H5Sget_simple_extent_type(space) != H5S_NULL else { throw unsupported(.dataspace) }
        let rank = try call("H5Sget_simple_extent_ndims") { H5Sget_simple_extent_ndims(space) }
        guard rank > 0 else { return [] }
        var lengths = [hsize_t](repeating: 0, count: Int(rank))
        _ = try call("H5Sget_simple_extent_dims") {
            H5Sget_simple_extent_dims(space, &lengths, nil)
        }
        return lengths.map { Int(clamping: $0) }
    }

    func attributes(of location: hid_t) throws(StoreError) -> Attributes {
        var attributes = Attributes()
        for name in try attributeNames(of: location) {
            let inside = at("@" + name)
            let handle = Handle(
                try inside.call("H5Aopen") { H5Aopen(location, name, asUsual) }, H5Aclose)
            attributes[name] = try inside.attribute(handle.id)
        }
        return attributes
    }

    /// The names of an object's attributes but for the writer's own, in creation order where the file
    /// keeps it: the library falls back to its own.
    private func attributeNames(of location: hid_t) throws(StoreError) -> [String] {
        let count = try call("H5Aget_num_attrs") { H5Aget_num_attrs(location) }
        guard count <= Self.mostAttributes else {
            throw unsupported(.attributes(count: Int(count)))
        }
        var names: [String] = []
        _ = try call("H5Aiterate2") {
            withUnsafeMutablePointer(to: &names) {
                H5Aiterate2(
                    location, H5_INDEX_CRT_ORDER, H5_ITER_INC, nil,
                    { _, name, _, names in
                        guard let name, let names else { return -1 }
                        names.assumingMemoryBound(to: [String].self).pointee.append(
                            String(cString: name))
                        return 0
                    }, $0)
            }
        }
        return names.filter { !writersOwn.contains($0) }
    }

    private func attribute(_ id: hid_t) throws(StoreError) -> Attribute {
        let space = Handle(try call("H5Aget_space") { H5Aget_space(id) }, H5Sclose)
        let type = Handle(try call("H5Aget_type") { H5Aget_type(id) }, H5Tclose)
        let shape = try shape(space.id)
        let count = try allowance.count(shape, of: H5Tget_size(type.id), self)
        let elements = try elements(of: type.id, count: count) { memory, target in
            H5Aread(id, memory, target)
        }
        switch elements {
        case .strings(let texts): return .text(texts.joined(separator: " "))
        case .int64(let integers):
            return shape.isEmpty ? .integer(integers[0]) : .integers(integers)
        case .float64(let reals): return shape.isEmpty ? .real(reals[0]) : .reals(reals)
        case .float32(let reals):
            return shape.isEmpty ? .real(Double(reals[0])) : .reals(reals.map(Double.init))
        }
    }
}

/// Attributes that the writer, or the library for it, adds to every dataset.
private let writersOwn: Set<String> = [
    fillValueName, "REFERENCE_LIST", "DIMENSION_LIST", "DIMENSION_LABELS",
]
