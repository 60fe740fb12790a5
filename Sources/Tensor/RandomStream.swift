/// The use of random numbers: streams of different purposes never share a number.
package enum Purpose: UInt32, Sendable {
    case weights = 1
    case synthesizerWeights = 2
    case trainingData = 3
    case heldOutData = 4
    case lengths = 5
    case diagnosis = 6
    case schedule = 7
    /// The numbers of generated images.
    case images = 8
    /// The order of an epoch's images.
    case imageOrder = 9
    case inputSynthesizerWeights = 10
    /// The random signs of a rank-one estimate (UORO).
    case rankOneNoise = 11
    /// Fixed random feedback in place of a transposed read-out (RFLO).
    case feedback = 12
    /// Another sample's synthetic gradient for every sample of a batch.
    case batchPermutation = 20
    /// Fixed random feedback of the output's error to a layer (DFA).
    case directFeedback = 25
    /// The numbers of generated images to validate and to test on.
    case validationImages = 21
    case testImages = 22
    /// The division of the images of files into parts.
    case imageDivision = 23
    /// Sequences on which the final weights are tested.
    case finalTestData = 24
    /// Sequences by which ceilings of gradients are measured.
    case ceilings = 30
}

/// A counter-based stream of random numbers, Philox 4x32-10, keyed by (seed, purpose, item).
///
/// There is no generator state to save: the numbers of item k (a batch, a tensor) are the same in
/// whatever order, process or resumed run they are asked for.
///
/// Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
package struct RandomStream {
    private let key: SIMD2<UInt32>
    private let item: UInt64
    private var block: UInt64 = 0
    private var words = SIMD4<UInt32>()
    private var unused = 0

    /// A stream at its first number.
    /// - Parameters:
    ///   - seed: the run's seed, below 2³².
    ///   - item: the number of the stream among the purpose's independent ones.
    package init(seed: Int, purpose: Purpose, item: Int = 0) {
        precondition(UInt32(exactly: seed) != nil, "seed \(seed) is not in 0..<2^32")
        precondition(item >= 0, "item \(item)")
        key = SIMD2(UInt32(truncatingIfNeeded: seed), purpose.rawValue)
        self.item = UInt64(item)
    }

    /// Draws 32 random bits.
    package mutating func next() -> UInt32 {
        if unused == 0 {
            let counter = SIMD4(
                UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
                UInt32(truncatingIfNeeded: item), UInt32(truncatingIfNeeded: item >> 32))
            words = philox4x32(counter: counter, key: key)
            block += 1
            unused = 4
        }
        unused -= 1
        return words[3 - unused]
    }

    /// Draws a number uniform in [0, 1), a multiple of 2⁻²⁴.
    package mutating func uniform() -> Float { Float(next() >> 8) * 0x1p-24 }

    /// Draws an integer uniform in 0..<bound, without bias.
    /// Source: Lemire 2019, "Fast random integer generation in an interval".
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0 && bound <= Int(UInt32.max), "a number below \(bound)")
        let width = UInt64(bound)
        let threshold = (UInt64(1) << 32) % width
        while true {
            let product = UInt64(next()) * width
            if product & 0xffff_ffff >= threshold { return Int(product >> 32) }
        }
    }
}

/// The ten-round Philox bijection of a 128-bit counter under a 64-bit key.
package func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
        let first = counter[0].multipliedFullWidth(by: 0xd251_1f53)
        let second = counter[2].multipliedFullWidth(by: 0xcd9e_8d57)
        counter = SIMD4(
            second.high ^ counter[1] ^ key[0], second.low,
            first.high ^ counter[3] ^ key[1], first.low)
        key &+= SIMD2(0x9e37_79b9, 0xbb67_ae85)
    }
    return counter
}
