/// What a comparison says of its claim.
///
/// The rule. Each comparison, in each stratum, is one test on one number a seed (`PairedDifferences`,
/// `PrimaryTest`). The p values of all tests of a report are corrected together by Holm's method; the
/// same runs compared twice are one test. A corrected p of at most 0.05 decides: supported where the mean
/// lies on the expected side, or within the margin, else contradicted. A claim of equivalence is
/// contradicted only where the effect's whole interval lies outside the margin as well. So the
/// probability that a report says anything false by chance is at most 5 %.
///
/// Too few seeds. Of n seeds no p is less than 2/2ⁿ (1/2ⁿ of equivalence). A comparison that is not
/// decided, and would not be with that least p in the place of its own and all other tests as they came
/// out, could not have been decided by its n seeds, and is "undecided: n of at least m", with m the least
/// number that could. With as many seeds everywhere and nothing decided that is where 2/2ⁿ exceeds 0.05
/// by the number of tests, Holm's first step. Where other tests were rejected first, later steps ask for
/// less, and so does m: nothing is barred that is decided, or that other results of the same seeds would
/// decide.
enum Verdict: Hashable {
    case supported
    case contradicted
    case undecided
    /// Undecided, and no results of so many seeds would decide.
    case tooFewSeeds(Int, least: Int)
    /// The two sides are measured in different units.
    case unitsDiffer
    /// No seed has both sides.
    case noData

    /// The word of a table.
    var word: String {
        switch self {
        case .supported: "supported"
        case .contradicted: "contradicted"
        case .undecided, .tooFewSeeds: "undecided"
        case .unitsDiffer: "units differ"
        case .noData: "no data"
        }
    }

    /// The verdict in words: `undecided: 4 of at least 6 seeds`.
    var text: String {
        switch self {
        case .tooFewSeeds(let count, let least): "undecided: \(count) of at least \(least) seeds"
        case .supported, .contradicted, .undecided, .unitsDiffer, .noData: word
        }
    }
}
