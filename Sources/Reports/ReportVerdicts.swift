import Sweeps

/// The verdicts on all claims of a report, and the rule behind them in words.
struct ReportVerdicts {
    private let family: TestFamily
    private let positions: [StratumComparison.Identity: Int]

    /// The verdicts on all claims of a report together.
    init(_ claims: [ClaimText]) {
        var tests: [PrimaryTest] = []
        var positions: [StratumComparison.Identity: Int] = [:]
        for comparison in claims.flatMap(\.comparisons) {
            guard let test = comparison.test, positions[comparison.identity] == nil else {
                continue
            }
            positions[comparison.identity] = tests.count
            tests.append(test)
        }
        family = TestFamily(tests)
        self.positions = positions
    }

    /// The corrected p and the verdict of a comparison; no p where nothing was tested.
    func verdict(of comparison: StratumComparison) -> (pValue: Double?, verdict: Verdict) {
        guard let test = comparison.test, let position = positions[comparison.identity] else {
            return (nil, comparison.untested)
        }
        return (family.pValue(of: position), family.verdict(of: position, as: test))
    }

    /// The rule in words, for readers of the report.
    var rule: String {
        """
        Verdicts: each comparison is one test on one number a seed: the first side minus the second, or \
        minus the constant, averaged over the axis in the table's first column. It is the exact \
        two-sided sign-flip test, for more than \(SignFlipTest.limit) seeds the paired t test. p is \
        corrected by Holm's method over all tests of this report (\(family.count)), the same runs \
        counting once. At \(TestFamily.level) or less it decides: the claim is supported, or \
        contradicted where the difference has the other sign. Equality within a margin is supported \
        by two one-sided tests, and contradicted by a test from the margin's end where the whole \
        interval lies outside as well. Intervals are 95 % t intervals of the mean difference, no narrower \
        than the measure's resolution. Lines marked secondary are not tested.
        """
    }
}
