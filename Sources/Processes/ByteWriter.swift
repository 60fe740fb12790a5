/// Words and numbers as bytes, between processes on machines of one kind.
///
/// Counts are 64-bit integers, and come before what they count; words are in UTF-8; all numbers are in
/// the machine's byte order.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func put(_ count: Int) {
        withUnsafeBytes(of: count) { bytes.append(contentsOf: $0) }
    }

    package mutating func put(_ word: String) {
        put(word.utf8.count)
        bytes.append(contentsOf: word.utf8)
    }

    package mutating func put(_ words: [String]) {
        put(words.count)
        for word in words { put(word) }
    }

    package mutating func put<Number: BitwiseCopyable>(_ numbers: [Number]) {
        put(numbers.count)
        numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

/// Reads back what a `ByteWriter` wrote.
package struct ByteReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    package var isAtEnd: Bool { rest.isEmpty }

    /// - Throws: `MalformedBytes`, as the others do.
    package mutating func takeCount() throws(MalformedBytes) -> Int {
        let count = try takePrefix(MemoryLayout<Int>.size).withUnsafeBytes {
            $0.loadUnaligned(as: Int.self)
        }
        guard count >= 0 else { throw MalformedBytes() }
        return count
    }

    package mutating func takeWord() throws(MalformedBytes) -> String {
        let bytes = try takePrefix(takeCount())
        guard let word = String(validating: bytes, as: UTF8.self) else { throw MalformedBytes() }
        return word
    }

    package mutating func takeWords() throws(MalformedBytes) -> [String] {
        try takeList { reader throws(MalformedBytes) in try reader.takeWord() }
    }

    package mutating func takeNumbers<Number: BitwiseCopyable>() throws(MalformedBytes) -> [Number]
    {
        let (count, size) = (try takeCount(), MemoryLayout<Number>.size)
        guard count <= rest.count / size else { throw MalformedBytes() }
        let bytes = try takePrefix(count * size)
        return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyBytes(from: $0) }
            filled = count
        }
    }

    /// As many things as a count says.
    package mutating func takeList<Thing>(
        _ take: (inout ByteReader) throws(MalformedBytes) -> Thing
    ) throws(MalformedBytes) -> [Thing] {
        var things: [Thing] = []
        for _ in 0..<(try takeCount()) { things.append(try take(&self)) }
        return things
    }

    private mutating func takePrefix(_ length: Int) throws(MalformedBytes) -> ArraySlice<UInt8> {
        guard length <= rest.count else { throw MalformedBytes() }
        defer { rest.removeFirst(length) }
        return rest.prefix(length)
    }
}

/// The bytes are those of nothing that was written.
package struct MalformedBytes: Error, Hashable {
    package init() {}
}
