import CHDF5

/// A failed operation of HDF5, with the library's error stack.
package struct HDF5Error: Error, Hashable, Sendable {
    /// The library's function.
    package let operation: String
    package let file: String
    /// The group, dataset or attribute at hand; empty for the file itself.
    package let object: String
    /// The library's error stack, the outermost function first.
    package let stack: [String]
}

extension HDF5Error: CustomStringConvertible {
    package var description: String {
        let place = object.isEmpty ? file : "\(file), \(object)"
        let reason = stack.last.map { ": \($0)" } ?? ""
        return "\(place): \(operation) failed\(reason)"
    }
}

/// A fault of a result file.
package enum StoreError: Error, Hashable, Sendable {
    case missing(path: String)
    /// The operating system refused.
    case system(operation: String, path: String, reason: String)
    case notHDF5(path: String)
    case damaged(HDF5Error)
    case writing(HDF5Error)
    /// The content read back after writing differs from the one written.
    case notVerified(path: String)
    /// Data of a type this program does not use.
    case unknownType(path: String, object: String)
    case missingAttribute(path: String, name: String)
    case wrongEncoding(path: String, found: String, expected: String)
    case newerEncoding(path: String, found: String, supported: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path): "\(path): no such file"
        case .system(let operation, let path, let reason): "\(path): cannot \(operation): \(reason)"
        case .notHDF5(let path): "\(path): not an HDF5 file, or one cut short"
        case .damaged(let error): "damaged file: \(error)"
        case .writing(let error): "cannot write: \(error)"
        case .notVerified(let path): "\(path): what was read back differs from what was written"
        case .unknownType(let path, let object): "\(path): \(object) has a type not used here"
        case .missingAttribute(let path, let name):
            "\(path): the attribute \(name) is missing: not a file of this program"
        case .wrongEncoding(let path, let found, let expected):
            "\(path): its encoding_type is '\(found)': it must be '\(expected)'"
        case .newerEncoding(let path, let found, let supported):
            "\(path): its encoding_version is \(found), newer than \(supported) of this program"
        }
    }
}

/// Runs a call of the library that returns a negative number on failure.
func check<Result: SignedInteger>(
    _ operation: String, _ context: FileContext, _ call: () -> Result
) throws(HDF5Error) -> Result {
    // The automatic printer is a property of the thread.
    H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
    let result = call()
    guard result >= 0 else {
        throw HDF5Error(
            operation: operation, file: context.path, object: context.object,
            stack: takeErrorStack())
    }
    return result
}

/// The place in a file that the program is at, for messages.
struct FileContext {
    let path: String
    var object = ""

    func at(_ name: String) -> FileContext {
        FileContext(path: path, object: object.isEmpty ? name : "\(object)/\(name)")
    }
}

private func takeErrorStack() -> [String] {
    var stack: [String] = []
    withUnsafeMutablePointer(to: &stack) { pointer in
        _ = H5Ewalk2(
            hid_t(H5E_DEFAULT), H5E_WALK_DOWNWARD,
            { _, frame, collected in
                guard let frame = frame?.pointee, let collected else { return 0 }
                let text = frame.desc.map { String(cString: $0) } ?? ""
                let function = frame.func_name.map { String(cString: $0) } ?? ""
                collected.assumingMemoryBound(to: [String].self).pointee
                    .append("\(text) in \(function)")
                return 0
            }, pointer)
    }
    H5Eclear2(hid_t(H5E_DEFAULT))
    return stack
}
