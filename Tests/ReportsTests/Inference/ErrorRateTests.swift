import Foundation
import Sweeps
import TestSupport
import Testing

@testable import Reports

/// The rule of verdicts on data with a known answer: sweeps of two methods that are equal by construction,
/// and of two that are not.
///
/// Values have a part that both sides of a seed share, and noise of a kind. A sweep has three places along
/// its axis.
@Suite struct ErrorRateTests {
    enum Kind: CaseIterable {
        /// Normal noise, Cauchy's, whole numbers of a spread of one, whole numbers of which one in ten is
        /// off, and none.
        case normal, heavyTailed, integer, rare, constant

        var resolution: Double {
            switch self {
            case .normal, .heavyTailed: 0
            case .integer, .rare, .constant: 1
            }
        }

        func noise(_ numbers: inout TestNumbers) -> Double {
            switch self {
            case .normal: normal(&numbers)
            case .heavyTailed: tan(.pi * (Double.random(in: 0..<1, using: &numbers) - 0.5))
            case .integer: normal(&numbers).rounded()
            case .rare:
                switch Int.random(in: 0..<20, using: &numbers) {
                case 0: 1
                case 1: -1
                case _: 0
                }
            case .constant: 0
            }
        }

        private func normal(_ numbers: inout TestNumbers) -> Double {
            let radius = (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &numbers)))
            return radius.squareRoot()
                * cos(2 * .pi * Double.random(in: 0..<1, using: &numbers))
        }
    }

    enum Rule: CaseIterable {
        case greater, less, within, threshold

        /// What is expected, and the difference at which that is just not so.
        var hypothesis: (expectation: Compare.Expectation, difference: Double) {
            switch self {
            case .greater, .threshold: (.greater, 0)
            case .less: (.less, 0)
            case .within: (.within(2), 2)
            }
        }
    }

    private static let places = 3

    /// A claim's test: a subject with noise of a kind by the reference, or by the number 5.
    private func test(
        _ rule: Rule, _ kind: Kind, difference: Double, against reference: [[Double]],
        _ numbers: inout TestNumbers
    ) -> PrimaryTest {
        let subject = reference.map { $0.map { _ in 5 + difference + kind.noise(&numbers) } }
        let other =
            rule == .threshold
            ? reference.map { $0.map { _ in 5.0 } }
            : reference.map { $0.map { 5 + $0 } }
        return PrimaryTest(
            PairedDifferences(subject, other), expecting: rule.hypothesis.expectation,
            resolution: kind.resolution)
    }

    private func noise(_ kind: Kind, seeds: Int, _ numbers: inout TestNumbers) -> [[Double]] {
        (0..<Self.places).map { _ in (0..<seeds).map { _ in kind.noise(&numbers) } }
    }

    /// How often a report goes wrong by chance.
    struct Rates {
        /// The shares of reports with any false verdict: a direction where there is none, or support for
        /// an equivalence that just fails to hold; and of those with such an equivalence contradicted.
        let wrong: Double
        let contradicted: Double
        /// The share that was wrong by the 95 % interval alone, of each difference on its own.
        let byIntervals: Double
    }

    /// The rates of 1,000 reports, each of claims by some rules about one reference, where each
    /// hypothesis just fails to hold.
    private func rates(_ kind: Kind, _ rules: [Rule], seeds: Int) -> Rates {
        var numbers = TestNumbers(seed: 1)
        var (wrong, contradicted, byIntervals) = (0.0, 0.0, 0.0)
        for _ in 0..<1_000 {
            let reference = noise(kind, seeds: seeds, &numbers)
            let tests = rules.map {
                test($0, kind, difference: $0.hypothesis.difference, against: reference, &numbers)
            }
            let family = TestFamily(tests)
            let verdicts = zip(rules, tests.indices).map { ($0, family.verdict(of: $1)) }
            if verdicts.contains(where: { $1 == .supported || $0 != .within && $1 == .contradicted }
            ) {
                wrong += 1
            }
            if verdicts.contains(where: { $0 == .within && $1 == .contradicted }) {
                contradicted += 1
            }
            if zip(rules, tests).contains(where: { $0 != .within && $1.effect.isOutside(0) }) {
                byIntervals += 1
            }
        }
        return Rates(
            wrong: wrong / 1_000, contradicted: contradicted / 1_000,
            byIntervals: byIntervals / 1_000)
    }

    @Test(arguments: Kind.allCases, Rule.allCases)
    func oneClaimIsRarelyWrong(kind: Kind, rule: Rule) {
        let rates = rates(kind, [rule], seeds: 6)
        #expect(rates.wrong <= 0.05)
        #expect(rates.contradicted <= 0.05)
    }

    @Test(arguments: Kind.allCases, [9, 20])
    func aReportIsRarelyWrong(kind: Kind, seeds: Int) {
        let rates = rates(kind, Self.mixed, seeds: seeds)
        #expect(rates.wrong <= 0.05)
        #expect(rates.contradicted <= 0.05)
    }

    private static let mixed: [Rule] = [.greater, .less, .within, .threshold, .within]

    /// The simulation can tell: intervals of single differences are wrong far more often, and the rule is
    /// no rule that never decides.
    @Test func theSimulationFindsAWrongRule() {
        let rates = rates(.normal, Self.mixed, seeds: 9)
        #expect(rates.byIntervals > 0.1)
        #expect(rates.wrong > 0.01)
    }

    /// The share of 1,000 sweeps of six seeds in which one claim is supported that holds by two standard
    /// deviations of the differences: a mean of twice that, or a margin of twice that about none.
    private func power(_ kind: Kind, _ rule: Rule) -> Double {
        var numbers = TestNumbers(seed: 2)
        // The deviation of a difference's mean over the places, from many.
        let many = (0..<4_000).map { _ in
            let sides = noise(kind, seeds: 2, &numbers)
            return Summary(sides.map { rule == .threshold ? $0[0] : $0[0] - $0[1] }).mean
        }
        let deviation = Summary(many).standardDeviation
        var found = 0
        for _ in 0..<1_000 {
            let reference = noise(kind, seeds: 6, &numbers)
            let planted = 2 * deviation * (rule == .less ? -1 : 1)
            let test = test(rule, kind, difference: planted, against: reference, &numbers)
            if TestFamily([test]).verdict(of: 0) == .supported { found += 1 }
        }
        return Double(found) / 1_000
    }

    @Test(arguments: [Kind.normal, .integer], [Rule.greater, .less, .threshold])
    func aPlantedDifferenceIsFound(kind: Kind, rule: Rule) {
        #expect(power(kind, rule) >= 0.8)
    }
}
