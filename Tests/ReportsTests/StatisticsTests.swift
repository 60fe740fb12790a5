import Testing

@testable import Reports

@Suite struct StatisticsTests {
    /// Values by numpy 2.4 and scipy 1.17: mean, std(ddof=1), sem.
    @Test func aSummaryIsThatOfTheTextbook() {
        let summary = Summary([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(summary.count == 8)
        #expect(summary.mean == 5)
        #expect(abs(summary.standardDeviation - 2.138_089_935_299_395) < 1e-12)
        #expect(abs(summary.standardError - 0.755_928_946_018_454_5) < 1e-12)
    }

    @Test func whatIsMissingIsLeftOut() {
        let summary = Summary([.nan, 3, .nan, 5])
        #expect(summary.count == 2)
        #expect(summary.mean == 4)
        #expect(Summary([]).mean.isNaN)
        #expect(Summary([1]).standardDeviation.isNaN && Summary([1]).standardError.isNaN)
    }

    /// Sums overflow long before means do.
    @Test func meansOfTheLargestNumbersAreFinite() {
        let most = Double.greatestFiniteMagnitude
        #expect(Summary([most, most]).mean == most)
        #expect(Summary([most, most]).standardDeviation == 0)
        #expect(Summary([most, -most]).mean == 0)
        #expect(Summary([.infinity, 1]).mean == .infinity)
        #expect(Summary([.infinity, -.infinity]).mean.isNaN)
    }

    /// Squares vanish long before spreads do.
    @Test func spreadsOfTheLeastNumbersAreSeen() {
        let least = Double.leastNormalMagnitude
        #expect(Summary([3 * least, least]).mean == 2 * least)
        #expect(Summary([3 * least, least]).standardDeviation > least)
    }

    @Test(
        arguments: [
            (1.005, 2, "1.00"), (0.95, 1, "1.0"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"),
            (12.0, 0, "12"), (.nan, 2, "-"), (.infinity, 2, "inf"), (3.0625, 3, "3.063"),
            (1.8e20, 2, "1.8e+20"), (-1e300, 1, "-1e+300"), (9.3e18, 0, "9.3e+18"),
            (9_007_199_254_740_991, 0, "9007199254740991"), (-0.0, 1, "0.0"),
            (-.infinity, 0, "-inf"),
            (.leastNonzeroMagnitude, 3, "0.000"), (1, -1, "1"), (0.5, 400, "0.500000000000000"),
            (.greatestFiniteMagnitude, 0, "1.7976931348623157e+308"),
        ] as [(Double, Int, String)])
    func numbersHaveFixedDigits(value: Double, digits: Int, text: String) {
        #expect(fixed(value, digits) == text)
    }
}
