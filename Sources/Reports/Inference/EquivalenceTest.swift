/// The test that a mean difference δ lies within a margin: two one-sided tests, of δ ≤ −margin and of
/// δ ≥ margin, of which the greater p counts (Schuirmann 1987).
enum EquivalenceTest {
    /// The p of the hypothesis |δ| ≥ margin: the greater of that of Student's t tests and of those of
    /// `PairedTest`, which hold where a few runs are far from normal.
    /// - Parameter resolution: the least standard deviation that is believed.
    static func pValue(
        _ differences: PairedDifferences, within margin: Double, resolution: Double
    ) -> Double {
        let byT = twoOneSidedT(differences.values, within: margin, resolution: resolution)
        let above = PairedTest.upperTail(differences.shifted(by: -margin))
        let below = PairedTest.upperTail(differences.shifted(by: margin).map { -$0 })
        return max(byT, above, below)
    }

    /// The greater p of Student's two one-sided tests; 1 where there is no spread to judge by.
    static func twoOneSidedT(
        _ differences: [Double], within margin: Double, resolution: Double
    ) -> Double {
        let summary = Summary(differences)
        guard summary.count > 1, summary.mean.isFinite else { return 1 }
        let error =
            max(summary.standardDeviation, resolution) / Double(summary.count).squareRoot()
        let distribution = StudentT(degreesOfFreedom: summary.count - 1)
        return max(
            distribution.upperTail((margin + summary.mean).over(error)),
            distribution.upperTail((margin - summary.mean).over(error)))
    }
}
