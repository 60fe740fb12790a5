import Tasks
import Testing

@Suite struct LengthDistributionTests {
    private let level = Level(length: 6, repeats: 3)

    @Test func fixedIsTheLevelItself() {
        for item in 0..<20 {
            #expect(LengthDistribution.fixed.level(upTo: level, seed: 5, item: item) == level)
        }
    }

    @Test(arguments: [1, 2, 6])
    func uniformGivesEveryLevelInRangeEquallyOften(shortest: Int) {
        let batches = 9000
        var counts: [Level: Int] = [:]
        for item in 0..<batches {
            let drawn = LengthDistribution.uniform.level(
                from: shortest, upTo: level, seed: 5, item: item)
            counts[drawn, default: 0] += 1
        }
        let expected = Set(
            (shortest...6).flatMap { length in
                (1...3).map { Level(length: length, repeats: $0) }
            })
        #expect(Set(counts.keys) == expected)
        let mean = Double(batches) / Double(expected.count)
        // Five standard deviations of a count.
        #expect(counts.values.allSatisfy { abs(Double($0) - mean) < 5 * mean.squareRoot() })
    }

    @Test func levelsDependOnSeedAndItemAlone() {
        func levels(seed: Int) -> [Level] {
            (0..<50).map {
                LengthDistribution.uniform.level(upTo: level, seed: seed, item: $0)
            }
        }
        #expect(levels(seed: 5) == levels(seed: 5))
        #expect(levels(seed: 5) != levels(seed: 6))
    }
}
