import Foundation

/// A UTF-8 file that holds some text.
struct TextFile {
    let text: String
    let bytes: [UInt8]

    /// Reads the file at `path`.
    init(_ path: String) throws(DataError) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw .unreadable(path, .text)
        }
        bytes = Array(data)
        guard !bytes.isEmpty else { throw .empty(path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(path, offset: Self.firstInvalidByte(of: bytes))
        }
        self.text = text
    }

    /// The file as a whole text.
    var contents: TextContents {
        var hash = ContentHash()
        hash.append(bytes)
        return TextContents(parts: .whole(text), fingerprint: hash.fingerprint)
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
