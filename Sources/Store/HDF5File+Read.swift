import CHDF5

extension HDF5File {
    /// Reads a whole file. The writer's additions for netCDF readers are left out again, so that
    /// reading gives back the value that was written.
    /// - Throws: `StoreError` for a file that is missing, foreign, cut short or damaged.
    package static func read(_ path: String) throws(StoreError) -> Group {
        try withFile(path) { root, context throws(StoreError) in
            try Reader(context: context).group("/", of: root)
        }
    }

    /// Reads the attributes of the root only: cheap.
    package static func readAttributes(_ path: String) throws(StoreError) -> Attributes {
        try withFile(path) { root, context throws(StoreError) in
            try Reader(context: context).attributes(of: root)
        }
    }

    private static func withFile<Result>(
        _ path: String, _ body: (hid_t, FileContext) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        precondition(Library.isReady, "libhdf5 could not be set up")
        guard fileExists(path) else { throw .missing(path: path) }
        let context = FileContext(path: path)
        let file: Handle
        do {
            let access = try Library.fileAccess(context)
            let accessID = access.id
            file = Handle(
                try check("H5Fopen", context) { H5Fopen(path, hdf5_readOnly(), accessID) },
                H5Fclose)
        } catch {
            H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
            throw H5Fis_hdf5(path) > 0 ? .damaged(error) : .notHDF5(path: path)
        }
        let fileID = file.id
        let root: Handle
        do {
            root = Handle(
                try check("H5Gopen2", context) { H5Gopen2(fileID, "/", asUsual) }, H5Gclose)
        } catch { throw .damaged(error) }
        return try body(root.id, context)
    }
}

private struct Reader {
    let context: FileContext

    /// Runs a call on a file that is taken to be sound.
    private func call<Result: SignedInteger>(
        _ operation: String, _ body: () -> Result
    ) throws(StoreError) -> Result {
        do { return try check(operation, context, body) } catch { throw .damaged(error) }
    }

    func group(_ name: String, of location: hid_t) throws(StoreError) -> Group {
        var group = Group(name, attributes: try attributes(of: location))
        for child in try links(of: location) {
            let inside = Reader(context: context.at(child))
            let handle = Handle(
                try inside.call("H5Oopen") { H5Oopen(location, child, asUsual) }, H5Oclose)
            switch H5Iget_type(handle.id) {
            case H5I_GROUP:
                group.groups.append(try inside.group(child, of: handle.id))
            case H5I_DATASET:
                if let dataset = try inside.dataset(child, handle.id) {
                    group.datasets.append(dataset)
                }
            default: throw .unknownType(path: context.path, object: inside.context.object)
            }
        }
        return group
    }

    /// The names in a group, in creation order where the file keeps it.
    private func links(of group: hid_t) throws(StoreError) -> [String] {
        var info = H5G_info_t()
        _ = try call("H5Gget_info") { H5Gget_info(group, &info) }
        let list = Handle(try call("H5Gget_create_plist") { H5Gget_create_plist(group) }, H5Pclose)
        let listID = list.id
        var order: UInt32 = 0
        _ = try call("H5Pget_link_creation_order") { H5Pget_link_creation_order(listID, &order) }
        let index = order & UInt32(H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
        var names: [String] = []
        for position in 0..<info.nlinks {
            let length = try call("H5Lget_name_by_idx") {
                H5Lget_name_by_idx(group, ".", index, H5_ITER_INC, position, nil, 0, asUsual)
            }
            var characters = [CChar](repeating: 0, count: length + 1)
            _ = try call("H5Lget_name_by_idx") {
                H5Lget_name_by_idx(
                    group, ".", index, H5_ITER_INC, position, &characters, length + 1, asUsual)
            }
            names.append(text(characters))
        }
        return names
    }

    /// Reads a dataset; nil for a dimension without values.
    private func dataset(_ name: String, _ id: hid_t) throws(StoreError) -> Dataset? {
        let isScale = try call("H5DSis_scale") { H5DSis_scale(id) } > 0
        if isScale {
            var characters = [CChar](repeating: 0, count: 80)
            _ = try call("H5DSget_scale_name") { H5DSget_scale_name(id, &characters, 80) }
            if text(characters).hasPrefix(bareDimensionMark) { return nil }
        }
        let space = Handle(try call("H5Dget_space") { H5Dget_space(id) }, H5Sclose)
        let shape = try shape(space.id)
        let type = Handle(try call("H5Dget_type") { H5Dget_type(id) }, H5Tclose)
        let elements = try elements(of: type.id, count: shape.reduce(1, *)) { memory, target in
            H5Dread(id, memory, asUsual, asUsual, asUsual, target)
        }
        var attributes = try attributes(of: id)
        // A foreign file names no dimensions, or in a list that has no checksum.
        let names = attributes.text(dimensionsName)?.split(separator: " ").map(String.init)
        let unknown = shape.map { _ in "" }
        attributes[dimensionsName] = nil
        return Dataset(
            name, dimensions: isScale ? [name] : names ?? unknown, shape: shape, elements,
            attributes: attributes)
    }

    private func shape(_ space: hid_t) throws(StoreError) -> [Int] {
        let rank = try call("H5Sget_simple_extent_ndims") { H5Sget_simple_extent_ndims(space) }
        var lengths = [hsize_t](repeating: 0, count: Int(rank))
        _ = try call("H5Sget_simple_extent_dims") {
            H5Sget_simple_extent_dims(space, &lengths, nil)
        }
        return lengths.map(Int.init)
    }

    func attributes(of location: hid_t) throws(StoreError) -> Attributes {
        let count = try call("H5Aget_num_attrs") { H5Aget_num_attrs(location) }
        var attributes = Attributes()
        // Foreign files may not keep an order; then the library falls back to its own.
        for index in 0..<count {
            let handle = Handle(
                try call("H5Aopen_by_idx") {
                    H5Aopen_by_idx(
                        location, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, hsize_t(index), asUsual,
                        asUsual)
                }, H5Aclose)
            let id = handle.id
            var characters = [CChar](repeating: 0, count: 256)
            _ = try call("H5Aget_name") { H5Aget_name(id, characters.count, &characters) }
            let name = text(characters)
            guard !writersOwn.contains(name) else { continue }
            let inside = Reader(context: context.at("@" + name))
            attributes[name] = try inside.attribute(id)
        }
        return attributes
    }

    private func attribute(_ id: hid_t) throws(StoreError) -> Attribute {
        let space = Handle(try call("H5Aget_space") { H5Aget_space(id) }, H5Sclose)
        let shape = try shape(space.id)
        let type = Handle(try call("H5Aget_type") { H5Aget_type(id) }, H5Tclose)
        let elements = try elements(of: type.id, count: shape.reduce(1, *)) { memory, target in
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

    /// Reads `count` elements of a type in the file as the nearest kind in memory.
    private func elements(
        of type: hid_t, count: Int, _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> Elements {
        switch H5Tget_class(type) {
        case H5T_FLOAT where H5Tget_size(type) == 4:
            return .float32(try numbers(count, hdf5_nativeFloat(), read))
        case H5T_FLOAT: return .float64(try numbers(count, hdf5_nativeDouble(), read))
        case H5T_INTEGER: return .int64(try numbers(count, hdf5_nativeInt64(), read))
        case H5T_STRING where H5Tis_variable_str(type) > 0:
            return .strings(try strings(count, read))
        case H5T_STRING:
            return .strings(try strings(count, length: H5Tget_size(type), type, read))
        default: throw .unknownType(path: context.path, object: context.object)
        }
    }

    private func numbers<Number: Numeric>(
        _ count: Int, _ memory: hid_t, _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> [Number] {
        var numbers = [Number](repeating: 0, count: count)
        guard count > 0 else { return numbers }
        _ = try call("reading") { numbers.withUnsafeMutableBytes { read(memory, $0.baseAddress) } }
        return numbers
    }

    private func strings(
        _ count: Int, _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> [String] {
        guard count > 0 else { return [] }
        let memory: Handle
        do { memory = try Library.stringType(length: nil, context) } catch { throw .damaged(error) }
        let id = memory.id
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        _ = try call("reading") { pointers.withUnsafeMutableBytes { read(id, $0.baseAddress) } }
        defer { for pointer in pointers { H5free_memory(pointer) } }
        return pointers.map { $0.map { String(cString: $0) } ?? "" }
    }

    /// Strings of a common length, zeros at the end left out.
    private func strings(
        _ count: Int, length: Int, _ type: hid_t,
        _ read: (hid_t, UnsafeMutableRawPointer?) -> herr_t
    ) throws(StoreError) -> [String] {
        var bytes = [UInt8](repeating: 0, count: count * length)
        _ = try call("reading") { bytes.withUnsafeMutableBytes { read(type, $0.baseAddress) } }
        return (0..<count).map { index in
            let field = bytes[index * length..<(index + 1) * length]
            return String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

/// The text in a C buffer.
private func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Attributes that the writer, or the library for it, adds to every dataset.
private let writersOwn: Set<String> = [
    fillValueName, "CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "DIMENSION_LABELS",
]
