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
    /// The object and the fault, without the file.
    package var description: String {
        let place = object.isEmpty ? "" : "\(object): "
        let reason = stack.last.map { ": \($0)" } ?? ""
        return "\(place)\(operation) failed\(reason)"
    }
}

/// Runs a call of the library that returns a negative number on failure.
func check<Result: SignedInteger>(
    _ operation: String, _ context: FileContext, _ call: () -> Result
) throws(HDF5Error) -> Result {
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
