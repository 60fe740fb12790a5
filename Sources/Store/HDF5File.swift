import CHDF5

/// HDF5 files as values: written whole, read whole.
///
/// Every dataset has dimension scales, so netCDF-4 readers open the file as it is. Chunks and the
/// metadata carry checksums of the library's (format bounds 1.10), and a digest of all bytes stands
/// at the end. Nothing depends on time or address: equal values give equal bytes.
package enum HDF5File {
    /// A file as it was read.
    struct Content {
        let root: Group
        /// Whether the digest at the end was there, and right.
        let isSealed: Bool
    }

    /// Writes a file that is either there whole or not at all. What is written was read back and
    /// compared.
    /// - Throws: `StoreError`.
    package static func write(_ root: Group, to path: String) throws(StoreError) {
        var bytes = try encode(root, path)
        let seal = Seal.bytes(of: bytes)
        let reader = Reader(FileContext(path: path), fileSize: bytes.count)
        let written = try FileImage.open(&bytes, reader.context) { id throws(StoreError) in
            try reader.root(id)
        }
        guard written == root else { throw .notVerified(path: path) }
        bytes += seal
        try AtomicFile.write(bytes, to: path)
    }

    /// The bytes of a file, without the seal.
    static func encode(_ root: Group, _ path: String) throws(StoreError) -> [UInt8] {
        let context = FileContext(path: path)
        let bytes: [UInt8]
        do throws(HDF5Error) {
            bytes = try FileImage.make(context) { file throws(HDF5Error) in
                try Writer(context: context).write(root, into: file, inherited: [:])
            }
        } catch { throw .writing(error) }
        guard bytes.count <= RegularFile.limit else {
            throw .tooLarge(path: path, limit: RegularFile.limit)
        }
        return bytes
    }

    /// Reads a whole file. The writer's additions for netCDF readers are left out again, so that
    /// reading gives back the value that was written.
    /// - Throws: `StoreError` for a file that is missing, foreign, cut short or damaged.
    package static func read(_ path: String) throws(StoreError) -> Group {
        try content(path).root
    }

    /// Checks that a file's bytes are those that were written, without looking at what they say.
    /// Files of version 1.0 have no digest, and pass.
    ///
    /// Cost: reading the file, and about a nanosecond per 2 bytes.
    package static func checkBytes(_ path: String) throws(StoreError) {
        _ = try bytes(path)
    }

    /// Reads a part of a file, or all; the bytes of all are checked.
    static func content(_ path: String, _ part: Reader.Part = .all) throws(StoreError) -> Content {
        var (bytes, isSealed) = try bytes(path)
        let reader = Reader(FileContext(path: path), fileSize: bytes.count)
        let root = try FileImage.open(&bytes, reader.context) { id throws(StoreError) in
            try reader.root(id, part)
        }
        return Content(root: root, isSealed: isSealed)
    }

    private static func bytes(_ path: String) throws(StoreError) -> ([UInt8], isSealed: Bool) {
        var bytes = try RegularFile.read(path)
        let isSealed = try Seal.remove(from: &bytes, path)
        try Superblock.check(bytes, path)
        return (bytes, isSealed)
    }

    /// The number of links, and of attributes, that lie in the header of a group or dataset: more
    /// than that are indexed, which takes longer and more bytes.
    static let inHeader: UInt32 = 1000

    /// Properties of a new file or group: links and attributes keep their order, no times, and lie in
    /// the object's header.
    static func creationList(
        _ kind: hid_t, _ context: FileContext
    ) throws(HDF5Error) -> Handle {
        let list = Handle(try check("H5Pcreate", context) { H5Pcreate(kind) }, H5Pclose)
        let id = list.id
        let order = UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
        _ = try check("H5Pset_link_creation_order", context) {
            H5Pset_link_creation_order(id, order)
        }
        _ = try check("H5Pset_attr_creation_order", context) {
            H5Pset_attr_creation_order(id, order)
        }
        _ = try check("H5Pset_obj_track_times", context) { H5Pset_obj_track_times(id, false) }
        _ = try check("H5Pset_link_phase_change", context) {
            H5Pset_link_phase_change(id, inHeader, inHeader / 2)
        }
        _ = try check("H5Pset_attr_phase_change", context) {
            H5Pset_attr_phase_change(id, inHeader, inHeader / 2)
        }
        return list
    }
}
