/// A reproducible source of test numbers that shares nothing with the product's own (SplitMix64).
package struct TestNumbers: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// `count` floats, uniform in ±`bound`.
    package mutating func floats(_ count: Int, within bound: Float = 1) -> [Float] {
        (0..<count).map { _ in Float.random(in: -bound...bound, using: &self) }
    }
}
