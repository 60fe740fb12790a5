import Tensor
import Testing

@Suite struct RandomStreamTests {
    struct KnownAnswer {
        let counter: SIMD4<UInt32>
        let key: SIMD2<UInt32>
        let result: SIMD4<UInt32>
    }

    /// The known-answer vectors published with Random123 (Salmon et al. 2011).
    @Test(arguments: [
        KnownAnswer(
            counter: SIMD4(0, 0, 0, 0), key: SIMD2(0, 0),
            result: SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
        KnownAnswer(
            counter: SIMD4(repeating: 0xffff_ffff), key: SIMD2(repeating: 0xffff_ffff),
            result: SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
        KnownAnswer(
            counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
            key: SIMD2(0xa409_3822, 0x299f_31d0),
            result: SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
    ])
    func philoxMatchesThePublishedVectors(answer: KnownAnswer) {
        #expect(philox4x32(counter: answer.counter, key: answer.key) == answer.result)
    }

    @Test func aStreamIsTheBlocksOfItsKeyInOrder() {
        var stream = RandomStream(seed: 7, purpose: .trainingData, item: 5)
        let drawn = (0..<8).map { _ in stream.next() }
        let blocks = (0..<2).map {
            philox4x32(counter: SIMD4(UInt32($0), 0, 5, 0), key: SIMD2(7, 3))
        }
        #expect(drawn == blocks.flatMap { block in (0..<4).map { block[$0] } })
    }

    @Test func streamsOfDifferentSeedPurposeOrItemDiffer() {
        func first(_ seed: Int, _ purpose: Purpose, _ item: Int) -> UInt32 {
            var stream = RandomStream(seed: seed, purpose: purpose, item: item)
            return stream.next()
        }
        let draws = [
            first(0, .weights, 0), first(1, .weights, 0), first(0, .synthesizerWeights, 0),
            first(0, .trainingData, 0), first(0, .heldOutData, 0), first(0, .weights, 1),
            first(0, .images, 0), first(0, .imageOrder, 0),
        ]
        #expect(Set(draws).count == draws.count)
    }

    @Test func uniformAndBelowStayInRangeWithTheRightMean() {
        var stream = RandomStream(seed: 3, purpose: .weights)
        let uniforms = (0..<20_000).map { _ in stream.uniform() }
        #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(uniforms.reduce(0, +) / 20_000 - 0.5) < 0.01)
        var counts = [0, 0, 0]
        for _ in 0..<30_000 { counts[stream.below(3)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
    }

    @Test func normalsHaveTheMomentsOfAStandardNormal() {
        var stream = RandomStream(seed: 3, purpose: .images)
        let drawn = (0..<10_000).map { _ in stream.normals() }
        let numbers = drawn.flatMap { [$0.0, $0.1] }
        // Five standard errors of the mean, the second and the fourth moment: of n numbers
        // 1 / √n, √(2 / n) and √(96 / n).
        let error = 5 / 20_000.0.squareRoot()
        func moment(_ power: (Double) -> Double) -> Double {
            numbers.map(power).reduce(0, +) / 20_000
        }
        #expect(abs(moment { $0 }) < error)
        #expect(abs(moment { $0 * $0 } - 1) < error * 2.0.squareRoot())
        #expect(abs(moment { $0 * $0 * $0 * $0 } - 3) < error * 96.0.squareRoot())
        // The two of a pair, likewise.
        #expect(abs(drawn.map { $0.0 * $0.1 }.reduce(0, +) / 10_000) < 5 / 10_000.0.squareRoot())
    }
}
