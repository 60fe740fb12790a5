/// The first bytes of an HDF5 file.
///
/// Source: HDF5 File Format Specification 3.0, section II.A.
struct Superblock {
    /// The length of the longest one that is looked at.
    static let length = 52
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

    /// The number of bytes of the file.
    let end: Int

    /// Reads a superblock; nil when these bytes begin no HDF5 file.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.length, bytes.starts(with: Self.signature) else { return nil }
        let place: Int
        switch bytes[8] {
        case 0 where bytes[13] == 8: place = 40
        case 1 where bytes[13] == 8: place = 44
        case 2...3 where bytes[9] == 8: place = 28
        case _: return nil
        }
        let end = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        guard let end = Int(exactly: end) else { return nil }
        self.end = end
    }

    /// Checks that a file begins as HDF5 and has all its bytes.
    /// - Throws: `StoreError`.
    static func check(_ bytes: [UInt8], _ path: String) throws(StoreError) {
        guard !bytes.isEmpty else { throw .cutShort(path: path, bytes: 0, expected: length) }
        guard let block = bytes.withUnsafeBytes(Superblock.init) else {
            guard mayHaveBeenHDF5(bytes.prefix(signature.count)) else {
                throw .notHDF5(path: path)
            }
            throw bytes.count < length
                ? .cutShort(path: path, bytes: bytes.count, expected: length)
                : .damaged(
                    HDF5Error(operation: "reading the start", file: path, object: "", stack: []))
        }
        guard bytes.count >= block.end else {
            throw .cutShort(path: path, bytes: bytes.count, expected: block.end)
        }
        // A seal that was damaged, or cut short.
        guard bytes.count == block.end else { throw .digestDiffers(path: path) }
    }

    /// Whether bytes are the signature with some of it lost, or the zeros that a power failure leaves.
    private static func mayHaveBeenHDF5(_ start: ArraySlice<UInt8>) -> Bool {
        start.count < signature.count && signature.starts(with: start)
            || start.allSatisfy { $0 == 0 } || zip(start, signature).count { $0 == $1 } >= 6
    }
}
