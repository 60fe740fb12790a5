/// Reads tags and the words between them, byte by byte.
struct MarkupScanner {
    /// One tag.
    struct Tag {
        let name: String
        let isEnd: Bool
        /// Whether it is closed in itself.
        let isEmpty: Bool
        /// Attributes in their order, with values as they are escaped, for double quotes.
        let attributes: [(name: String, value: String)]
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Goes to the first place of a text; false where there is none.
    mutating func skip(to text: String) -> Bool {
        while position < bytes.count {
            if isAt(text) { return true }
            position += 1
        }
        return false
    }

    /// Takes the words up to the next tag.
    mutating func words() -> String { take { $0 != UInt8(ascii: "<") } }

    /// Passes over a comment; false where there is none.
    mutating func comment() -> Bool {
        guard isAt("<!--") else { return false }
        if skip(to: "-->") { position += 3 }
        return true
    }

    /// Takes a tag; nil where there is none.
    mutating func tag() -> Tag? {
        guard take("<") else { return nil }
        let isEnd = take("/")
        let name = take(Self.isName)
        var attributes: [(name: String, value: String)] = []
        while true {
            _ = take(Self.isSpace)
            if take("/>") { return Tag(name: name, isEnd: isEnd, isEmpty: true, attributes) }
            if take(">") { return Tag(name: name, isEnd: isEnd, isEmpty: false, attributes) }
            let attribute = take(Self.isName)
            _ = take(Self.isSpace)
            guard !attribute.isEmpty, take("=") else { return nil }
            _ = take(Self.isSpace)
            guard let quote = ["\"", "'"].first(where: isAt), take(quote) else { return nil }
            let value = take { $0 != quote.utf8.first && $0 != UInt8(ascii: "<") }
            guard take(quote) else { return nil }
            attributes.append((attribute, Self.requoted(value)))
        }
    }

    private func isAt(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private mutating func take(_ text: String) -> Bool {
        guard isAt(text) else { return false }
        position += text.utf8.count
        return true
    }

    private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
        let end = bytes[position...].firstIndex { !isPart($0) } ?? bytes.count
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// A value of single quotes for double ones.
    private static func requoted(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "\"")) else { return value }
        return value.utf8.split(
            separator: UInt8(ascii: "\""), omittingEmptySubsequences: false
        ).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "&quot;")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [9, 10, 13, 32].contains(byte) }

    private static func isName(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_:.".utf8.contains(byte)
    }
}

extension MarkupScanner.Tag {
    fileprivate init(
        name: String, isEnd: Bool, isEmpty: Bool, _ attributes: [(name: String, value: String)]
    ) {
        self.init(name: name, isEnd: isEnd, isEmpty: isEmpty, attributes: attributes)
    }
}
