import Sweeps
import Testing

@testable import Reports

@Suite struct TestFamilyTests {
    private func test(
        _ values: [Double], _ expectation: Compare.Expectation = .greater, resolution: Double = 0
    ) -> PrimaryTest {
        let zeros = values.map { _ in 0.0 }
        return PrimaryTest(
            PairedDifferences([values], [zeros]), expecting: expectation, resolution: resolution)
    }

    private func equal(_ count: Int, _ value: Double = 1) -> PrimaryTest {
        test(Array(repeating: value, count: count))
    }

    /// A test of ten seeds that nothing can be said of.
    private var noise: PrimaryTest { test([1, -1, 2, -2, 3, -3, 4, -4, 5, -5]) }

    private func verdicts(_ tests: [PrimaryTest]) -> [Verdict] {
        let family = TestFamily(tests)
        return tests.indices.map { family.verdict(of: $0) }
    }

    @Test(
        arguments: [
            ([1], .tooFewSeeds(1, least: 6)), ([1, 1, 1, 1, 1], .tooFewSeeds(5, least: 6)),
            ([0, 0, 0, 0, 0], .tooFewSeeds(5, least: 6)), ([1, 2, 1, 1, 3, 1], .supported),
            ([-1, -2, -1, -1, -3, -1], .contradicted), ([1, 2, 1, 1, 3, -0.5], .undecided),
            ([0, 0, 0, 0, 0, 0], .undecided),
        ] as [([Double], Verdict)])
    func oneTestIsDecidedFromSixSeedsOn(differences: [Double], verdict: Verdict) {
        #expect(verdicts([test(differences)]) == [verdict])
    }

    /// 2/2⁶ is not below 0.05/3, and 2/2⁷ is.
    @Test func moreTestsAskForMoreSeeds() {
        #expect(
            verdicts([equal(6), equal(6), equal(6)])
                == Array(repeating: .tooFewSeeds(6, least: 7), count: 3))
        #expect(
            verdicts([equal(7), equal(7), equal(7)]) == Array(repeating: .supported, count: 3))
        #expect(verdicts(Array(repeating: equal(6), count: 1_000))[5] == .tooFewSeeds(6, least: 16))
    }

    /// Six seeds decide when the others, of more seeds, were rejected first.
    @Test func laterStepsAskForFewerSeeds() {
        #expect(
            verdicts([equal(10), equal(6, -1), equal(10)]) == [
                .supported, .contradicted, .supported,
            ])
        let unclear = test([1, -1, 2, -2, 3, -3])
        #expect(verdicts([equal(10), unclear, equal(10)]) == [.supported, .undecided, .supported])
        // Where they are not, nothing of six seeds would have been decided.
        #expect(verdicts([noise, unclear, noise])[1] == .tooFewSeeds(6, least: 7))
        #expect(verdicts([noise, equal(6), noise])[1] == .tooFewSeeds(6, least: 7))
        #expect(verdicts([noise, equal(7), noise])[1] == .supported)
    }

    /// Every verdict "too few" holds whatever the seeds had shown, and with the least number it would not.
    @Test func nothingIsWronglyBarred() {
        for others in [[], [noise], [noise, noise], [equal(9), noise], [equal(9), equal(6)]] {
            for count in 1...9 {
                let tests = others + [test((0..<count).map { Double($0) - 3.2 })]
                guard case .tooFewSeeds(let own, let least)? = verdicts(tests).last else {
                    continue
                }
                #expect(own == count)
                for more in count..<least {
                    #expect(verdicts(others + [equal(more)]).last != .supported)
                }
                #expect(verdicts(others + [equal(least)]).last == .supported)
            }
        }
    }

    @Test(
        arguments: [
            ([0.1, -0.1, 0.05, 0, 0.1, -0.05], 0, .supported),
            ([0.1, -0.1, 0.05, 0], 0, .tooFewSeeds(4, least: 5)),
            ([0], 0, .tooFewSeeds(1, least: 5)),
            ([2, 2.1, 1.9, 2, 2.2, 2.1], 0, .contradicted),
            ([-2, -2.1, -1.9, -2, -2.2, -2.1], 0, .contradicted),
            ([2, 2.1, 1.9, 2, 2.2], 0, .tooFewSeeds(5, least: 6)),
            ([0.9, 1.1, 0.9, 1, 0.8, 1.2], 0, .undecided),
            // At the margin itself.
            ([1, 1, 1, 1, 1, 1, 1], 0, .undecided), ([-1, -1, -1, -1, -1, -1, -1], 0, .undecided),
            // No spread: as sure as what is counted can be.
            ([0, 0, 0, 0, 0, 0], 0, .supported), ([0, 0, 0, 0, 0, 0], 2, .undecided),
            ([2, 2, 2, 2, 2, 2], 0, .contradicted), ([2, 2, 2, 2, 2, 2], 2, .undecided),
            // Off the margin by the signs, and not by the interval.
            ([1.1, 1.1, 1.1, 1.1, 1.1, 30], 0, .undecided),
            ([.infinity, 0, 0, 0, 0, 0, 0], 0, .undecided),
            ([.infinity, -.infinity, 0, 0, 0, 0, 0], 0, .undecided),
        ] as [([Double], Double, Verdict)])
    func equivalenceIsDecidedOnBothSides(
        differences: [Double], resolution: Double, verdict: Verdict
    ) {
        #expect(verdicts([test(differences, .within(1), resolution: resolution)]) == [verdict])
    }

    /// What lies on neither side of zero is no verdict on a direction.
    @Test func infinitiesOfBothSignsDecideNothing() {
        let mixed = Array(repeating: Double.infinity, count: 12) + [-.infinity]
        #expect(TestFamily([test(mixed)]).pValue(of: 0) < 0.01)
        #expect(verdicts([test(mixed)]) == [.undecided])
    }

    /// The interval of equal differences is as wide as the measure's step.
    @Test func equalDifferencesAreNoCertainty() {
        let effect = test([2, 2, 2, 2, 2], resolution: 1).effect
        #expect(effect.mean == 2 && effect.halfWidth == 0.5)
        #expect(test([2, 2, 2, 2, 2]).effect.halfWidth < 1e-11)
        #expect(test([2, 5, 9, 2, 2], resolution: 1).effect.halfWidth > 3)
        #expect(test([2], resolution: 1).effect.halfWidth.isNaN)
    }

    /// The other side of the same test has the opposite direction.
    @Test func theDirectionIsThatOfTheStatement() {
        let family = TestFamily([equal(6)])
        #expect(family.verdict(of: 0) == .supported)
        #expect(family.verdict(of: 0, as: equal(6, -1)) == .contradicted)
    }
}
