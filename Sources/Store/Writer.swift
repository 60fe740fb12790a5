import CHDF5

/// A dimension scale in the file.
struct Scale {
    let path: String
    let length: Int
}

/// Writes values into an open file.
struct Writer {
    let context: FileContext

    /// Writes the content of a group; `inherited` are the scales of the groups above.
    func write(_ group: Group, into location: hid_t, inherited: [String: Scale]) throws(HDF5Error) {
        for name in group.attributes.names {
            guard let attribute = group.attributes[name] else { continue }
            try write(attribute, name, to: location)
        }
        var scales = inherited
        let prefix = context.object.isEmpty ? "/" : "/\(context.object)/"
        for dataset in group.datasets where dataset.isCoordinate {
            scales[dataset.name] = Scale(path: prefix + dataset.name, length: dataset.shape[0])
        }
        let bare = group.bareDimensions(known: scales.mapValues(\.length))
        if !bare.isEmpty {
            try write(bare.map(\.name).joined(separator: " "), dimensionsName, to: location)
        }
        for (name, length) in bare {
            try at(name).writeBareDimension(name, length: length, into: location)
            scales[name] = Scale(path: prefix + name, length: length)
        }
        for dataset in group.datasets { try at(dataset.name).write(dataset, into: location) }
        for dataset in group.datasets where !dataset.isCoordinate {
            try at(dataset.name).attach(scales, to: dataset, in: location)
        }
        for child in group.groups {
            let inside = at(child.name)
            let list = try HDF5File.creationList(hdf5_groupCreation(), inside.context)
            let listID = list.id
            let handle = Handle(
                try check("H5Gcreate2", inside.context) {
                    H5Gcreate2(location, validName(child.name), asUsual, listID, asUsual)
                }, H5Gclose)
            try inside.write(child, into: handle.id, inherited: scales)
        }
    }

    private func at(_ name: String) -> Writer { Writer(context: context.at(name)) }

    private func validName(_ name: String) -> String {
        precondition(isValidName(name), "'\(name)' as a name in a file")
        return name
    }

    private func write(_ dataset: Dataset, into location: hid_t) throws(HDF5Error) {
        let type = try dataset.elements.fileType(context)
        let typeID = type.id
        let list = try datasetList(shape: dataset.shape, dataset.elements)
        let listID = list.id
        let space = try dataspace(dataset.shape)
        let spaceID = space.id
        let handle = Handle(
            try check("H5Dcreate2", context) {
                H5Dcreate2(
                    location, validName(dataset.name), typeID, spaceID, asUsual, listID, asUsual)
            }, H5Dclose)
        let id = handle.id
        if dataset.elements.count > 0 {
            _ = try check("H5Dwrite", context) {
                dataset.elements.withPointer {
                    H5Dwrite(id, dataset.elements.memoryType(typeID), asUsual, asUsual, asUsual, $0)
                }
            }
        }
        switch dataset.elements {
        case .float32: try write(.float32([.nan]), shape: [], fillValueName, to: id)
        case .float64: try write(.float64([.nan]), shape: [], fillValueName, to: id)
        case .int64, .strings: break
        }
        for name in dataset.attributes.names {
            guard let attribute = dataset.attributes[name] else { continue }
            try write(attribute, name, to: id)
        }
        if !dataset.shape.isEmpty && !dataset.isCoordinate {
            try write(dataset.dimensions.joined(separator: " "), dimensionsName, to: id)
        }
        if dataset.isCoordinate {
            _ = try check("H5DSset_scale", context) { H5DSset_scale(id, dataset.name) }
        }
    }

    private func attach(
        _ scales: [String: Scale], to dataset: Dataset, in location: hid_t
    ) throws(HDF5Error) {
        let handle = Handle(
            try check("H5Dopen2", context) { H5Dopen2(location, dataset.name, asUsual) }, H5Dclose)
        let id = handle.id
        for (index, name) in dataset.dimensions.enumerated() {
            guard let scale = scales[name] else { continue }
            precondition(
                scale.length == dataset.shape[index],
                "\(dataset.name): \(name) is \(dataset.shape[index]) long, its scale \(scale.length)"
            )
            let scaleHandle = Handle(
                try check("H5Dopen2", context) { H5Dopen2(id, scale.path, asUsual) }, H5Dclose)
            let scaleID = scaleHandle.id
            _ = try check("H5DSattach_scale", context) {
                H5DSattach_scale(id, scaleID, UInt32(index))
            }
        }
    }

    /// A dimension without values, as netCDF-4 writes it: readers see its name and length only.
    private func writeBareDimension(
        _ name: String, length: Int, into location: hid_t
    ) throws(HDF5Error) {
        let list = Handle(
            try check("H5Pcreate", context) { H5Pcreate(hdf5_datasetCreation()) }, H5Pclose)
        let listID = list.id
        _ = try check("H5Pset_obj_track_times", context) { H5Pset_obj_track_times(listID, false) }
        let space = try dataspace([length])
        let spaceID = space.id
        let handle = Handle(
            try check("H5Dcreate2", context) {
                H5Dcreate2(
                    location, validName(name), hdf5_float32(), spaceID, asUsual, listID, asUsual)
            }, H5Dclose)
        let id = handle.id
        let digits = String(length)
        let padding = String(repeating: " ", count: max(0, 10 - digits.count))
        _ = try check("H5DSset_scale", context) {
            H5DSset_scale(id, bareDimensionMark + padding + digits)
        }
    }

    private func dataspace(_ shape: [Int]) throws(HDF5Error) -> Handle {
        let lengths = shape.map { hsize_t($0) }
        return Handle(
            try check("H5Screate", context) {
                lengths.isEmpty
                    ? H5Screate(H5S_SCALAR)
                    : H5Screate_simple(Int32(lengths.count), lengths, nil)
            }, H5Sclose)
    }

    /// Properties of a new dataset: chunks, shuffled and deflated, with checksums, but for words.
    private func datasetList(shape: [Int], _ elements: Elements) throws(HDF5Error) -> Handle {
        let list = Handle(
            try check("H5Pcreate", context) { H5Pcreate(hdf5_datasetCreation()) }, H5Pclose)
        let id = list.id
        _ = try check("H5Pset_obj_track_times", context) { H5Pset_obj_track_times(id, false) }
        _ = try check("H5Pset_attr_creation_order", context) {
            H5Pset_attr_creation_order(id, UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED))
        }
        _ = try check("H5Pset_attr_phase_change", context) {
            H5Pset_attr_phase_change(id, HDF5File.inHeader, HDF5File.inHeader / 2)
        }
        if case .strings = elements { return list }
        guard !shape.isEmpty else {
            return list
        }
        let chunk = Self.chunk(of: shape).map { hsize_t($0) }
        _ = try check("H5Pset_chunk", context) { H5Pset_chunk(id, Int32(chunk.count), chunk) }
        _ = try check("H5Pset_shuffle", context) { H5Pset_shuffle(id) }
        _ = try check("H5Pset_deflate", context) { H5Pset_deflate(id, 1) }
        _ = try check("H5Pset_fletcher32", context) { H5Pset_fletcher32(id) }
        return list
    }

    /// The shape of a chunk: all of the data, or less where that would be too much to unpack at once.
    private static func chunk(of shape: [Int]) -> [Int] {
        var chunk = shape.map { max(1, $0) }
        for index in chunk.indices {
            let rest = chunk[(index + 1)...].reduce(1, *)
            chunk[index] = min(chunk[index], max(1, Reader.mostPackedBytes / 8 / rest))
        }
        return chunk
    }

    private func write(
        _ attribute: Attribute, _ name: String, to location: hid_t
    ) throws(HDF5Error) {
        switch attribute {
        case .text(let text): try write(text, name, to: location)
        case .integer(let integer): try write(.int64([integer]), shape: [], name, to: location)
        case .real(let real): try write(.float64([real]), shape: [], name, to: location)
        case .integers(let integers):
            try write(.int64(integers), shape: [integers.count], name, to: location)
        case .reals(let reals):
            try write(.float64(reals), shape: [reals.count], name, to: location)
        }
    }

    /// Writes a text as a string of its own length. It lies in the metadata, which has checksums; a
    /// string of variable length would not.
    private func write(_ text: String, _ name: String, to location: hid_t) throws(HDF5Error) {
        let inside = context.at("@" + name)
        let bytes = text.isEmpty ? [0] : Array(text.utf8)
        let type = try Library.stringType(length: bytes.count, inside)
        let handle = try attribute(name, type.id, shape: [], of: location)
        let (id, typeID) = (handle.id, type.id)
        _ = try check("H5Awrite", inside) { H5Awrite(id, typeID, bytes) }
    }

    /// Writes numbers as an attribute.
    private func write(
        _ elements: Elements, shape: [Int], _ name: String, to location: hid_t
    ) throws(HDF5Error) {
        let inside = context.at("@" + name)
        let type = try elements.fileType(inside)
        let handle = try attribute(name, type.id, shape: shape, of: location)
        let (id, typeID) = (handle.id, type.id)
        guard elements.count > 0 else { return }
        _ = try check("H5Awrite", inside) {
            elements.withPointer { H5Awrite(id, elements.memoryType(typeID), $0) }
        }
    }

    private func attribute(
        _ name: String, _ type: hid_t, shape: [Int], of location: hid_t
    ) throws(HDF5Error) -> Handle {
        let space = try dataspace(shape)
        let spaceID = space.id
        return Handle(
            try check("H5Acreate2", context.at("@" + name)) {
                H5Acreate2(location, name, type, spaceID, asUsual, asUsual)
            }, H5Aclose)
    }
}
