import Tensor

/// A part of the state of training: its path of names, and its numbers.
package typealias StatePart = (path: [String], numbers: StateNumbers)

/// The state of training as bytes, between processes on machines of one kind.
///
/// The number of parts; of each the number of names, each with its length in UTF-8, the kind of
/// numbers (0: float32, 1: float64, 2: int64), how many, and the numbers. Lengths and kinds are
/// 64-bit integers; all in the machine's byte order.
enum StateBytes {
    static func encode(_ parts: [StatePart]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(integer: parts.count)
        for (path, numbers) in parts {
            bytes.append(integer: path.count)
            for name in path {
                bytes.append(integer: name.utf8.count)
                bytes.append(contentsOf: name.utf8)
            }
            switch numbers {
            case .floats(let floats): bytes.append(kind: 0, floats)
            case .reals(let reals): bytes.append(kind: 1, reals)
            case .integers(let integers): bytes.append(kind: 2, integers)
            }
        }
        return bytes
    }

    /// - Returns: nil when the bytes are those of no state.
    static func decode(_ bytes: [UInt8]) -> [StatePart]? {
        var rest = bytes[...]
        guard let count = rest.takeInteger() else { return nil }
        var parts: [StatePart] = []
        for _ in 0..<count {
            guard let names = rest.takeInteger() else { return nil }
            var path: [String] = []
            for _ in 0..<names {
                guard let length = rest.takeInteger(), let name = rest.takePrefix(length),
                    let name = String(validating: name, as: UTF8.self)
                else { return nil }
                path.append(name)
            }
            guard let kind = rest.takeInteger(), let numbers = rest.takeNumbers(kind) else {
                return nil
            }
            parts.append((path, numbers))
        }
        return rest.isEmpty ? parts : nil
    }
}

extension [UInt8] {
    fileprivate mutating func append(integer: Int) {
        Swift.withUnsafeBytes(of: integer) { append(contentsOf: $0) }
    }

    fileprivate mutating func append<Number>(kind: Int, _ numbers: [Number]) {
        append(integer: kind)
        append(integer: numbers.count)
        numbers.withUnsafeBytes { append(contentsOf: $0) }
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func takePrefix(_ length: Int) -> ArraySlice<UInt8>? {
        guard length <= count else { return nil }
        defer { removeFirst(length) }
        return prefix(length)
    }

    /// A count, which is not negative.
    fileprivate mutating func takeInteger() -> Int? {
        guard let bytes = takePrefix(MemoryLayout<Int>.size) else { return nil }
        let integer = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
        return integer >= 0 ? integer : nil
    }

    fileprivate mutating func takeNumbers(_ kind: Int) -> StateNumbers? {
        switch kind {
        case 0: takeArray().map { .floats($0) }
        case 1: takeArray().map { .reals($0) }
        case 2: takeArray().map { .integers($0) }
        default: nil
        }
    }

    private mutating func takeArray<Number: BitwiseCopyable>() -> [Number]? {
        let size = MemoryLayout<Number>.size
        guard let length = takeInteger(), length <= count / size,
            let bytes = takePrefix(length * size)
        else { return nil }
        return [Number](unsafeUninitializedCapacity: length) { buffer, filled in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyBytes(from: $0) }
            filled = length
        }
    }
}
