/// The 64-bit FNV-1a hash (Fowler, Noll and Vo) of the bytes appended to it. Tells data apart; it
/// is no defence against forgery.
///
/// Cells are named by it, so its values never change.
struct ContentHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes in more bytes, as if they followed the earlier ones in one sequence.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Takes in the eight bytes of a count, the lowest first.
    mutating func append(_ count: Int) {
        append((0..<8).lazy.map { UInt8(truncatingIfNeeded: count >> (8 * $0)) })
    }

    /// The hash in 16 hexadecimal digits.
    var fingerprint: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
