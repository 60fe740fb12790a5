/// The bytes of an IDX file: magic number and sizes big-endian, then the data.
package func idxFile(magic: UInt32, sizes: [UInt32], _ data: [UInt8]) -> [UInt8] {
    ([magic] + sizes).flatMap { number in (0..<4).map { UInt8(number >> (24 - 8 * $0) & 0xff) } }
        + data
}

/// `bytes` cut short or, as often, with some of them changed.
package func damaged(_ bytes: [UInt8], _ numbers: inout TestNumbers) -> [UInt8] {
    guard Bool.random(using: &numbers) else {
        return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &numbers)))
    }
    var changed = bytes
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        changed[Int.random(in: 0..<bytes.count, using: &numbers)] ^= .random(
            in: 1...255, using: &numbers)
    }
    return changed
}
