/// The last bytes of a file of this program: a digest of all before, `\nxxh64:<16 digits>\n`.
///
/// HDF5 does not look behind the end of its own content, so that readers open the file as it is; a
/// program that writes to the file takes the seal away.
enum Seal {
    private static let mark = Array("\nxxh64:".utf8)
    static let length = mark.count + 16 + 1

    /// The seal of a file with this content.
    static func bytes(of content: [UInt8]) -> [UInt8] {
        let digits = String(content.withUnsafeBytes(digest64), radix: 16)
        return mark + Array((String(repeating: "0", count: 16 - digits.count) + digits + "\n").utf8)
    }

    /// Takes the seal off.
    /// - Returns: whether there was one.
    /// - Throws: `StoreError.digestDiffers` when it is not that of the bytes before.
    static func remove(from file: inout [UInt8], _ path: String) throws(StoreError) -> Bool {
        let seal = Array(file.suffix(length))
        guard seal.starts(with: mark) else { return false }
        file.removeLast(length)
        guard seal == bytes(of: file) else { throw .digestDiffers(path: path) }
        return true
    }
}
