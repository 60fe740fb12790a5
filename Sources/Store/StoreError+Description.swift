import Foundation

extension StoreError: CustomStringConvertible {
    /// One line, whatever names a file from elsewhere has inside.
    package var description: String { oneLine(prose) }

    private var prose: String {
        switch self {
        case .missing(let path): "\(path): no such file"
        case .forbidden(let path): "\(path): no permission to read it"
        case .notAFile(let path, let kind): "\(path): \(kind.name), not a file"
        case .system(let operation, let path, let code):
            "\(path): cannot \(operation): \(String(cString: strerror(code)))"
        case .notHDF5(let path): "\(path): not an HDF5 file"
        case .cutShort(let path, let bytes, let expected):
            "\(path): damaged: cut short, \(bytes) bytes of \(expected)"
        case .digestDiffers(let path):
            "\(path): damaged: its bytes differ from the digest at its end"
        case .changed(let path):
            "\(path): changed by another program since it was written: the digest at its end is gone"
        case .damaged(let error): "\(error.file): damaged: \(error)"
        case .writing(let error): "\(error.file): cannot write: \(error)"
        case .notVerified(let path): "\(path): what was read back differs from what was written"
        case .unsupported(let path, let object, let reason):
            "\(path): \(reason.description(of: object))"
        case .tooLarge(let path, let limit): "\(path): more than \(limit) bytes"
        case .missingAttribute(let path, let name): "\(path): the attribute \(name) is missing"
        case .wrongAttribute(let path, let name, let found):
            "\(path): the attribute \(name) is '\(found)', which this program does not know"
        case .wrongEncoding(let path, let found, let expected):
            "\(path): its encoding_type is '\(found)': it must be '\(expected)'"
        case .newerEncoding(let path, let found, let supported):
            "\(path): its encoding_version is \(found), newer than \(supported) of this program"
        }
    }
}

extension StoreError.FileKind {
    fileprivate var name: String {
        switch self {
        case .folder: "a folder"
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .device: "a device"
        case .other: "something else"
        }
    }
}

extension StoreError.Unsupported {
    fileprivate func description(of object: String) -> String {
        switch self {
        case .name: "'\(object)' is no name that this program gives"
        case .attributes(let count): "\(object) has \(count) attributes"
        case .depth: "\(object) lies too deep"
        case .link: "\(object) is a link to somewhere else"
        case .secondName: "\(object) is a second name of a group or dataset"
        case .kind: "\(object) is neither a group nor a dataset"
        case .type: "\(object) has a type not used here"
        case .dataspace: "\(object) has a dataspace not used here"
        case .dimensions: "\(object) has dimensions that do not fit its shape"
        case .size(let shape): "\(object) claims a shape of \(shape), more than the file can hold"
        case .chunk: "\(object) is stored in chunks too large, or too many"
        case .storage: "\(object) is stored outside the file"
        case .filter(let number): "\(object) is packed by the filter \(number), not used here"
        case .utf8: "\(object) is no text in UTF-8"
        }
    }
}

/// A text without control characters.
private func oneLine(_ text: String) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
}
