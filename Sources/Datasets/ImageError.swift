/// What can be wrong with the bytes of an image file.
package enum ImageError: Error, Hashable, Sendable {
    /// Another kind of file, by its first four bytes.
    case wrongMagic(Int, expected: Int)
    /// Fewer bytes than the header has.
    case truncatedHeader(bytes: Int, header: Int)
    /// Sizes in a header, of which one is 0.
    case nothing(sizes: [Int])
    /// Images of more than `limit` pixels each.
    case tooManyPixels(height: Int, width: Int, limit: Int)
    /// Fewer bytes behind the header than the product of its sizes, which may be beyond all bounds.
    case truncated(sizes: [Int], bytes: Int)
    /// More bytes behind the header than the product of its sizes.
    case trailing(sizes: [Int], bytes: Int)
    /// Images and labels that cannot belong together.
    case countsDiffer(images: Int, labels: Int)
    /// A label of no class; `index` counts images from 0.
    case unknownLabel(Int, index: Int, classes: Int)
    /// A number of bytes that is no multiple of the record's, or 0.
    case partialRecord(bytes: Int, record: Int)
}

extension ImageError: CustomStringConvertible {
    /// What is wrong and what would be right, without the file's name.
    package var description: String {
        func hexadecimal(_ number: Int) -> String {
            let digits = String(number, radix: 16)
            return "0x" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        }
        func product(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " × ") }
        return switch self {
        case .wrongMagic(let magic, let expected):
            "the first four bytes are \(hexadecimal(magic)): they must be \(hexadecimal(expected))"
        case .truncatedHeader(let bytes, let header):
            "there are \(bytes) bytes: the header alone must have \(header)"
        case .nothing(let sizes):
            "the header says \(product(sizes)): every size must be at least 1"
        case .tooManyPixels(let height, let width, let limit):
            "the header says images of \(height) × \(width): they must have \(limit) pixels at most"
        case .truncated(let sizes, let bytes):
            "the header says \(product(sizes)) bytes, but only \(bytes) follow it: "
                + "the file must be whole"
        case .trailing(let sizes, let bytes):
            "the header says \(product(sizes)) bytes, but \(bytes) follow it: "
                + "nothing may come after them"
        case .countsDiffer(let images, let labels):
            "there are \(images) images but \(labels) labels: there must be one for each"
        case .unknownLabel(let label, let index, let classes):
            "image \(index) has the label \(label): it must be 0 to \(classes - 1)"
        case .partialRecord(let bytes, let record):
            "there are \(bytes) bytes: they must be records of \(record) bytes, at least one"
        }
    }
}
