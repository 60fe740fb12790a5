import CHDF5
import Foundation

/// HDF5 files in memory. The library neither opens, locks nor writes a file itself: what it reads
/// are bytes that were checked, and what it makes is brought to the disk with the system's own calls.
enum FileImage {
    /// Calls `body` with the root group of a file that has these bytes.
    /// - Throws: `StoreError.damaged`, and what `body` throws.
    static func open<Result>(
        _ bytes: inout [UInt8], _ context: FileContext,
        _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        Library.prepare()
        let count = bytes.count
        var outcome: Swift.Result<Result, StoreError>?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(StoreError) {
                let file = try openFile(buffer.baseAddress, count, context)
                let root = try openRoot(file.id, context)
                outcome = .success(try body(root.id))
            } catch { outcome = .failure(error) }
        }
        guard let outcome else { preconditionFailure("no outcome") }
        return try outcome.get()
    }

    private static func openFile(
        _ start: UnsafeMutableRawPointer?, _ count: Int, _ context: FileContext
    ) throws(StoreError) -> Handle {
        do {
            let access = try memoryAccess(context)
            let id = access.id
            var callbacks = H5FD_file_image_callbacks_t(
                image_malloc: { _, _, start in start },
                image_memcpy: { target, _, _, _, _ in target },
                image_realloc: { _, _, _, _ in nil }, image_free: { _, _, _ in 0 },
                udata_copy: { $0 }, udata_free: { _ in 0 }, udata: start)
            _ = try check("H5Pset_file_image_callbacks", context) {
                H5Pset_file_image_callbacks(id, &callbacks)
            }
            _ = try check("H5Pset_file_image", context) { H5Pset_file_image(id, start, count) }
            return Handle(
                try check("H5Fopen", context) {
                    H5Fopen(name(of: start), hdf5_readOnly(), id)
                }, H5Fclose)
        } catch { throw .damaged(error) }
    }

    private static func openRoot(
        _ file: hid_t, _ context: FileContext
    ) throws(StoreError) -> Handle {
        do {
            return Handle(
                try check("H5Gopen2", context) { H5Gopen2(file, "/", asUsual) }, H5Gclose)
        } catch { throw .damaged(error) }
    }

    /// The bytes of a new file that `body` fills.
    static func make(
        _ context: FileContext, _ body: (hid_t) throws(HDF5Error) -> Void
    ) throws(HDF5Error) -> [UInt8] {
        Library.prepare()
        let made = MadeImage()
        let access = try memoryAccess(context)
        let accessID = access.id
        _ = try check("H5Pset_libver_bounds", context) {
            H5Pset_libver_bounds(accessID, H5F_LIBVER_V110, H5F_LIBVER_V110)
        }
        var callbacks = H5FD_file_image_callbacks_t(
            image_malloc: { size, _, _ in malloc(size) },
            image_memcpy: { target, source, size, _, _ in
                if let target, let source { memcpy(target, source, size) }
                return target
            },
            image_realloc: { start, size, _, _ in realloc(start, size) },
            image_free: { start, operation, made in
                guard let start, let made else { return 0 }
                if operation == H5FD_FILE_IMAGE_OP_FILE_CLOSE {
                    Unmanaged<MadeImage>.fromOpaque(made).takeUnretainedValue().take(start)
                }
                free(start)
                return 0
            }, udata_copy: { $0 }, udata_free: { _ in 0 },
            udata: Unmanaged.passUnretained(made).toOpaque())
        _ = try check("H5Pset_file_image_callbacks", context) {
            H5Pset_file_image_callbacks(accessID, &callbacks)
        }
        let creation = try HDF5File.creationList(hdf5_fileCreation(), context)
        let (creationID, place) = (creation.id, Unmanaged.passUnretained(made).toOpaque())
        let file = Handle(
            try check("H5Fcreate", context) {
                H5Fcreate(name(of: place), hdf5_truncate(), creationID, accessID)
            }, H5Fclose)
        try body(file.id)
        try file.close("H5Fclose", context)
        return made.bytes
    }

    /// Properties of a file that is only in memory.
    private static func memoryAccess(_ context: FileContext) throws(HDF5Error) -> Handle {
        let access = Handle(
            try check("H5Pcreate", context) { H5Pcreate(hdf5_fileAccess()) }, H5Pclose)
        let id = access.id
        _ = try check("H5Pset_fapl_core", context) { H5Pset_fapl_core(id, 1 << 16, false) }
        return access
    }

    /// A name that no other open image has: the library takes files of one name for one file.
    private static func name(of place: UnsafeMutableRawPointer?) -> String {
        "/in memory/\(UInt(bitPattern: place))"
    }
}

/// Receives the bytes of a new file when the library closes it.
private final class MadeImage {
    var bytes: [UInt8] = []

    /// Copies the file out of the library's larger buffer.
    func take(_ start: UnsafeRawPointer) {
        let header = UnsafeRawBufferPointer(start: start, count: Superblock.length)
        let count = Superblock(header)?.end ?? 0
        bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
