/// A UTF-8 file that holds some text.
struct TextFile {
    /// The largest text file that is read, in bytes: 256 MiB. Characters in training take 12 bytes
    /// of memory each.
    static let limit = 256 << 20

    /// The text, without a byte-order mark, its lines ended by LF.
    let text: String
    /// What the file had that the text has not.
    let reading: TextReading

    /// Reads the file at `path`.
    /// - Throws: `DataError` with the path and what is wrong there.
    init(_ path: String) throws(DataError) {
        try self.init(DataFile.bytes(of: path, .text, limit: Self.limit), of: path)
    }

    /// Reads the bytes of a file.
    /// - Throws: `.empty` and `.notUTF8`.
    init(_ bytes: [UInt8], of path: String) throws(DataError) {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let hasMark = bytes.starts(with: mark)
        let content = bytes.dropFirst(hasMark ? mark.count : 0)
        guard !content.isEmpty else { throw .empty(path) }
        let (lines, ends) = Self.endedByLF(content)
        guard let text = String(validating: lines, as: UTF8.self) else {
            throw .notUTF8(path, offset: Self.firstInvalidByte(of: bytes))
        }
        self.text = text
        reading = TextReading(lineEnds: ends, byteOrderMarks: hasMark ? 1 : 0)
    }

    /// CRLF and CR become LF, in bytes: none of them is part of another character. In Swift CRLF
    /// would be one character, which equals neither.
    private static func endedByLF(
        _ bytes: ArraySlice<UInt8>
    ) -> (bytes: ArraySlice<UInt8>, ends: Int) {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        guard bytes.contains(cr) else { return (bytes, 0) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var ends = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == cr {
                ends += 1
                result.append(lf)
            } else if byte != lf || previous != cr {
                result.append(byte)
            }
            previous = byte
        }
        return (result[...], ends)
    }

    /// How many bytes of `bytes` are valid UTF-8 from the beginning.
    private static func firstInvalidByte(of bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            offset += UTF8.width(scalar)
        }
        return offset
    }
}

/// What text files had that is no part of the text: reports say so.
package struct TextReading: Hashable, Sendable {
    /// The line ends CRLF or CR, which were read as LF.
    package var lineEnds = 0
    /// The byte-order marks that were dropped.
    package var byteOrderMarks = 0

    static func + (a: TextReading, b: TextReading) -> TextReading {
        TextReading(
            lineEnds: a.lineEnds + b.lineEnds, byteOrderMarks: a.byteOrderMarks + b.byteOrderMarks)
    }
}
