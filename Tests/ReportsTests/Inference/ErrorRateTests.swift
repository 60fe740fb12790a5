import Foundation
import Sweeps
import TestSupport
import Testing

@testable import Reports

/// The rule of verdicts on sweeps with a known answer: 1,000 of a kind, of methods that are equal by
/// construction or just not equivalent, and of methods that differ by two standard deviations.
///
/// Rates are at most 5 % but some only just: 1,000 sweeps may show more with another seed of theirs, 10,000
/// (`make chaos`) do not. Several claims of a report are about one reference, and an axis has three places.
@Suite struct ErrorRateTests {
    /// What values are like: normal numbers, Cauchy's, rounded normal numbers, whole numbers of which one
    /// in ten is off by one, and all the same.
    enum Kind: CaseIterable {
        case normal, heavyTailed, integer, rare, constant

        var resolution: Double {
            switch self {
            case .normal, .heavyTailed: 0
            case .integer, .rare, .constant: 1
            }
        }

        /// A value, symmetric about `center`.
        func value(_ center: Double, _ numbers: inout TestNumbers) -> Double {
            switch self {
            case .normal: return center + normal(&numbers)
            case .heavyTailed:
                return center + tan(.pi * (Double.random(in: 0..<1, using: &numbers) - 0.5))
            case .integer: return (center + normal(&numbers)).rounded()
            case .rare:
                let draw = Int.random(in: 0..<20, using: &numbers)
                return center + (draw == 0 ? 1 : draw == 1 ? -1 : 0)
            case .constant: return center
            }
        }

        /// By the method of Box and Muller.
        private func normal(_ numbers: inout TestNumbers) -> Double {
            let uniform = 1 - Double.random(in: 0..<1, using: &numbers)
            let angle = 2 * .pi * Double.random(in: 0..<1, using: &numbers)
            return (-2 * log(uniform)).squareRoot() * cos(angle)
        }
    }

    enum Rule: CaseIterable {
        case greater, less, within, threshold

        /// What is expected, and the mean difference at which that just fails to hold.
        var hypothesis: (expectation: Compare.Expectation, difference: Double) {
            switch self {
            case .greater, .threshold: (.greater, 0)
            case .less: (.less, 0)
            case .within: (.within(2), 2)
            }
        }
    }

    private static let mixed: [Rule] = [.greater, .less, .within, .threshold, .within]

    private func side(
        _ kind: Kind, _ center: Double, seeds: Int, _ numbers: inout TestNumbers
    ) -> [[Double]] {
        (0..<3).map { _ in (0..<seeds).map { _ in kind.value(center, &numbers) } }
    }

    /// The test of a claim whose sides differ by `difference`, against a reference or the constant 5.
    private func test(
        _ rule: Rule, _ kind: Kind, _ difference: Double, against reference: [[Double]],
        _ numbers: inout TestNumbers
    ) -> PrimaryTest {
        let subject = side(kind, 5 + difference, seeds: reference[0].count, &numbers)
        let constant = reference.map { $0.map { _ in 5.0 } }
        return PrimaryTest(
            PairedDifferences(subject, rule == .threshold ? constant : reference),
            expecting: rule.hypothesis.expectation, resolution: kind.resolution)
    }

    /// The share of reports of some claims in which `isFound` is true of any.
    private func share(
        _ kind: Kind, _ rules: [Rule], seeds: Int, true differences: [Double] = [],
        where isFound: (Rule, PrimaryTest, Verdict) -> Bool
    ) -> Double {
        var numbers = TestNumbers(seed: 1)
        let reports = Chaos.trials(short: 1_000, long: 10_000)
        let found = (0..<reports).count { _ in
            let reference = side(kind, 5, seeds: seeds, &numbers)
            let tests = rules.map {
                test($0, kind, $0.hypothesis.difference, against: reference, &numbers)
            }
            let others = differences.map { test(.greater, kind, $0, against: reference, &numbers) }
            let family = TestFamily(tests + others)
            return rules.indices.contains { isFound(rules[$0], tests[$0], family.verdict(of: $0)) }
        }
        return Double(found) / Double(reports)
    }

    /// A direction where there is none, or support for an equivalence that just fails to hold.
    private func isWrong(_ rule: Rule, _ test: PrimaryTest, _ verdict: Verdict) -> Bool {
        verdict == .supported || verdict == .contradicted && rule != .within
    }

    @Test(arguments: Kind.allCases, Rule.allCases)
    func oneClaimIsRarelyWrong(kind: Kind, rule: Rule) {
        #expect(share(kind, [rule], seeds: 6, where: isWrong) <= 0.05)
    }

    @Test(arguments: Kind.allCases, [9, 15])
    func aReportIsRarelyWrong(kind: Kind, seeds: Int) {
        #expect(share(kind, Self.mixed, seeds: seeds, where: isWrong) <= 0.05)
    }

    /// An equivalence that only just fails to hold, or only just holds, is rarely contradicted.
    @Test(arguments: Kind.allCases)
    func equivalenceIsRarelyContradictedAtItsMargin(kind: Kind) {
        let share = share(kind, [.within, .within], seeds: 8) { $2 == .contradicted }
        #expect(share <= 0.05)
    }

    /// Claims that are right leave the others as sound as they were, though Holm's later steps ask less.
    @Test func whatIsFoundDoesNotLoosenTheRest() {
        let share = share(
            .normal, [.greater, .less], seeds: 9, true: [4, 4, 4], where: isWrong)
        #expect(share <= 0.05)
        #expect(share > 0.01)
    }

    /// The simulation can tell: the 95 % intervals of single differences are wrong far more often.
    @Test func theSimulationFindsAWrongRule() {
        let share = share(.normal, Self.mixed, seeds: 9) { rule, test, _ in
            rule != .within && test.effect.isOutside(0)
        }
        #expect(share > 0.1)
    }

    /// One claim of six seeds, whose sides differ by twice the standard deviation of a seed's difference.
    ///
    /// Six seeds must all agree, so that values so coarse that a seed in twenty shows no difference at all
    /// ask for a seventh: 77 % are found of whole numbers against a constant.
    @Test(
        arguments: [
            (.normal, .greater), (.normal, .less), (.normal, .threshold), (.integer, .greater),
            (.integer, .less),
        ] as [(Kind, Rule)])
    func aPlantedDifferenceIsFound(kind: Kind, rule: Rule) {
        var numbers = TestNumbers(seed: 1)
        let long = side(kind, 5.5, seeds: 2_000, &numbers)
        let other =
            rule == .threshold
            ? long.map { $0.map { _ in 0 } } : side(kind, 5, seeds: 2_000, &numbers)
        let deviation = Summary(PairedDifferences(long, other).values).standardDeviation
        let difference = 2 * deviation * (rule == .less ? -1 : 1)
        let found = (0..<1_000).count { _ in
            let reference = side(kind, 5, seeds: 6, &numbers)
            let test = test(rule, kind, difference, against: reference, &numbers)
            return TestFamily([test]).verdict(of: 0) == .supported
        }
        #expect(found >= 800)
    }
}
