import Sweeps

/// The one test of a comparison, before it is corrected for those beside it.
///
/// Of a direction it is that of a mean difference of zero (`PairedTest`), two-sided: a mean on the
/// other side speaks against the claim. Of equivalence within a margin there are two, of which only one
/// can come out small: where the mean lies within the margin that of a difference as great as the margin
/// or greater (`EquivalenceTest`), and where it lies outside, that of one within, which is
/// `PairedTest` from the margin's nearer end. One of the two hypotheses is true, so that a false verdict,
/// on either side, has a probability of at most the level at which the lesser p is judged.
struct PrimaryTest {
    let expectation: Compare.Expectation
    /// How many seeds count.
    let count: Int
    let effect: Effect
    let pValue: Double
    /// One-sided tests have a least p of half that of two-sided ones.
    private let sides: Double

    /// The test of differences of which there is at least one.
    /// - Parameter resolution: that of the quantity, in its unit.
    init(
        _ differences: PairedDifferences, expecting expectation: Compare.Expectation,
        resolution: Double
    ) {
        self.expectation = expectation
        count = differences.values.count
        let resolution = max(resolution, differences.rounding)
        effect = Effect(differences.values, resolution: resolution)
        switch expectation {
        case .greater, .less:
            sides = 2
            pValue = PairedTest.bothTails(differences.values)
        case .within(let margin):
            let isOutside = effect.mean.magnitude > margin
            sides = isOutside ? 2 : 1
            pValue =
                isOutside
                ? PairedTest.bothTails(
                    differences.shifted(by: effect.mean > 0 ? margin : -margin))
                : EquivalenceTest.pValue(differences, within: margin, resolution: resolution)
        }
    }

    /// The least p that so many seeds can give.
    func leastPValue(of seeds: Int) -> Double { sides * PairedTest.leastTail(of: seeds) }

    /// What a p that is small enough says of the claim.
    var direction: Verdict {
        // Infinities of both signs have no mean.
        if effect.mean.isNaN { return .undecided }
        return switch expectation {
        case .greater: effect.mean > 0 ? .supported : .contradicted
        case .less: effect.mean < 0 ? .supported : .contradicted
        case .within(let margin):
            if effect.mean.magnitude <= margin {
                .supported
            } else {
                effect.isOutside(margin) ? .contradicted : .undecided
            }
        }
    }
}
