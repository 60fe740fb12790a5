/// The 64-bit xxHash of some bytes (XXH64 with seed 0): tells damage, and is no defence against
/// forgery. `xxhsum -H64` computes the same.
///
/// Cost: a few operations per 8 bytes.
///
/// Source: Collet, "xxHash fast digest algorithm", format description 0.1.1.
func digest64(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var place = 0
    var hash: UInt64
    if bytes.count >= 32 {
        var (a, b, c, d) = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
        while place <= bytes.count - 32 {
            a = mixed(a, bytes.word(place))
            b = mixed(b, bytes.word(place + 8))
            c = mixed(c, bytes.word(place + 16))
            d = mixed(d, bytes.word(place + 24))
            place += 32
        }
        hash = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
        for lane in [a, b, c, d] { hash = (hash ^ mixed(0, lane)) &* prime1 &+ prime4 }
    } else {
        hash = prime5
    }
    hash &+= UInt64(bytes.count)
    while place <= bytes.count - 8 {
        hash = rotated(hash ^ mixed(0, bytes.word(place)), 27) &* prime1 &+ prime4
        place += 8
    }
    if place <= bytes.count - 4 {
        let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        hash = rotated(hash ^ UInt64(half) &* prime1, 23) &* prime2 &+ prime3
        place += 4
    }
    while place < bytes.count {
        hash = rotated(hash ^ UInt64(bytes[place]) &* prime5, 11) &* prime1
        place += 1
    }
    hash = (hash ^ hash >> 33) &* prime2
    hash = (hash ^ hash >> 29) &* prime3
    return hash ^ hash >> 32
}

private let prime1: UInt64 = 0x9e37_79b1_85eb_ca87
private let prime2: UInt64 = 0xc2b2_ae3d_27d4_eb4f
private let prime3: UInt64 = 0x1656_67b1_9e37_79f9
private let prime4: UInt64 = 0x85eb_ca77_c2b2_ae63
private let prime5: UInt64 = 0x27d4_eb2f_1656_67c5

@inline(__always) private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word << bits | word >> (64 - bits)
}

@inline(__always) private func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
}

extension UnsafeRawBufferPointer {
    @inline(__always) fileprivate func word(_ place: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
