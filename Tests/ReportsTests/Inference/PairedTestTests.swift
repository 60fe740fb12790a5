import TestSupport
import Testing

@testable import Reports

/// The tests of paired samples against SciPy and statsmodels.
@Suite struct PairedTestTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture("inference") }

    /// The differences of every sample that has some result.
    private func samples(with name: String) throws -> [(sample: Fixture, differences: [Double])] {
        let samples = try fixture.group("samples")
        return try samples.groupNames.map { try samples.group($0) }.filter { $0.has(name) }
            .map { sample in
                let pairs = zip(try sample.reals("subject"), try sample.reals("reference"))
                return (sample, pairs.map { $0 - $1 })
            }
    }

    /// `permutation_test(…, permutation_type="samples", n_resamples=inf)`.
    @Test func signFlipsAreSciPysPermutations() throws {
        let samples = try samples(with: "sign_flip")
        #expect(samples.count == 24)
        for (sample, differences) in samples {
            let opposite = differences.map { -$0 }
            let (greater, less) = (
                try sample.real("sign_flip/greater"), try sample.real("sign_flip/less")
            )
            #expect(SignFlipTest.upperTail(differences) == greater)
            #expect(SignFlipTest.upperTail(opposite) == less)
            #expect(PairedTest.upperTail(differences) == greater)
            let both = try sample.real("sign_flip/two_sided")
            #expect(PairedTest.bothTails(differences) == both)
            #expect(PairedTest.bothTails(opposite) == both)
        }
    }

    /// `ttest_rel`, beyond the numbers of which all signs are tried.
    @Test func manyPairsAreTestedByT() throws {
        for (sample, differences) in try samples(with: "t") where differences.count > 14 {
            #expect(isClose(PairedTest.bothTails(differences), try sample.real("t")))
        }
    }

    /// `t.interval` of the mean difference.
    @Test func intervalsAreSciPys() throws {
        let samples = try samples(with: "interval")
        #expect(samples.count == 24)
        for (sample, differences) in samples {
            let effect = Effect(differences, resolution: 0)
            let interval = try sample.reals("interval")
            #expect(isClose(effect.mean - effect.halfWidth, interval[0]))
            #expect(isClose(effect.mean + effect.halfWidth, interval[1]))
        }
    }

    /// `ttost_paired`.
    @Test func twoOneSidedTestsAreThoseOfStatsmodels() throws {
        let margins = try fixture.reals("margins")
        for (sample, differences) in try samples(with: "tost") {
            for (margin, expected) in zip(margins, try sample.reals("tost")) {
                let pValue = EquivalenceTest.twoOneSidedT(
                    differences, within: margin, resolution: 0)
                #expect(isClose(pValue, expected), "\(margin): \(pValue), not \(expected)")
            }
        }
    }

    /// No n differences have a p below that of n equal ones, whichever test it is.
    @Test(arguments: [1, 2, 6, 14, 15, 40, 2_000])
    func equalDifferencesHaveTheLeastP(count: Int) {
        let equal = Array(repeating: 0.1, count: count)
        #expect(PairedTest.upperTail(equal) == PairedTest.leastTail(of: count))
        #expect(PairedTest.bothTails(equal) == 2 * PairedTest.leastTail(of: count))
        #expect(PairedTest.bothTails(equal.map { _ in 0 }) == 1)
    }

    /// Only the proportions of differences count, up to the largest numbers and infinities.
    @Test(arguments: [1e-300, 1e-200, 1, 1e200, 1e307])
    func theUnitDoesNotCount(unit: Double) {
        let few = [3.0, 1, -1, 2, 5, -4]
        let many = few + few + few
        #expect(PairedTest.bothTails(few.map { $0 * unit }) == PairedTest.bothTails(few))
        #expect(isClose(PairedTest.bothTails(many.map { $0 * unit }), PairedTest.bothTails(many)))
        #expect(PairedTest.bothTails([.infinity, unit, -unit]) == 1)
        #expect(PairedTest.bothTails(Array(repeating: .infinity, count: 6)) == 2.0 / 64)
        #expect(PairedTest.bothTails(Array(repeating: -.infinity, count: 20)) == 0x1p-19)
        #expect(PairedTest.bothTails([.infinity, -.infinity] + many) == 1)
    }

    /// Sums that are equal but for rounding are ties.
    @Test func roundingBreaksNoTies() {
        let exact = [3.0, 1, 2, -2, 1, 4]
        let rounded = exact.map { $0 * 0.1 }
        #expect(PairedTest.bothTails(rounded) == PairedTest.bothTails(exact))
    }
}
