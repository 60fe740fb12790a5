/// A fault of a file.
package enum StoreError: Error, Hashable, Sendable {
    case missing(path: String)
    case forbidden(path: String)
    /// Something else than a file has its name.
    case notAFile(path: String, FileKind)
    /// The operating system refused; `code` is its errno.
    case system(operation: String, path: String, code: Int32)
    case notHDF5(path: String)
    /// The file ends before its content does.
    case cutShort(path: String, bytes: Int, expected: Int)
    /// The bytes are not those that were written: the digest at the file's end differs.
    case digestDiffers(path: String)
    /// The digest at the file's end is gone: another program wrote to the file.
    case changed(path: String)
    case damaged(HDF5Error)
    case writing(HDF5Error)
    /// The content read back after writing differs from the one written.
    case notVerified(path: String)
    /// Something in the file that this program neither writes nor reads.
    case unsupported(path: String, object: String, Unsupported)
    /// More bytes than this program reads or writes as one file.
    case tooLarge(path: String, limit: Int)
    case missingAttribute(path: String, name: String)
    /// An attribute whose value this program does not know.
    case wrongAttribute(path: String, name: String, found: String)
    case wrongEncoding(path: String, found: String, expected: String)
    case newerEncoding(path: String, found: String, supported: String)

    /// What has the name of a file without being one.
    package enum FileKind: Hashable, Sendable { case folder, pipe, socket, device, other }

    /// The reason that a part of a file is not read.
    package enum Unsupported: Hashable, Sendable {
        case name
        case attributes(count: Int)
        case depth
        case link
        case secondName
        case kind
        case type
        case dataspace
        case dimensions
        case size(shape: [Int])
        case chunk
        case storage
        case filter(Int)
        case utf8
    }
}

/// What can be done about a fault.
package enum StoreFault: Sendable {
    /// There is no file.
    case missing
    /// A file of this program that is damaged: it may be set aside and made again.
    case damaged
    /// Not a file of this program, or changed by another: its owner has to decide.
    case foreign
    /// A file of a newer version of this program.
    case newer
    /// The file may not be read.
    case forbidden
    /// The machine cannot read or write now: the disk is full, say.
    case environment
}

extension StoreError {
    package var fault: StoreFault {
        switch self {
        case .missing: .missing
        case .forbidden: .forbidden
        case .system, .writing, .notVerified: .environment
        case .cutShort, .digestDiffers, .damaged: .damaged
        case .notAFile, .notHDF5, .changed, .unsupported, .tooLarge, .missingAttribute,
            .wrongAttribute, .wrongEncoding:
            .foreign
        case .newerEncoding: .newer
        }
    }
}
