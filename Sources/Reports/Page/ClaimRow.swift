/// A claim in one line: of few comparisons of one quantity, each at a place of its own, what each of them found;
/// of others how many came out how.
struct ClaimRow {
    /// Up to how many comparisons are told one by one.
    private static let few = 3

    let words: String
    let verdict: String
    /// `supported`, `contradicted` or `undecided`.
    let kind: String
    /// The effect with its interval, of few comparisons that of each; empty where there are none or more.
    let effects: [String]
    /// What is compared, in words; empty where different things are.
    let quantity: String
    let seeds: String
    let isCompared: Bool

    /// - Parameter isPreliminary: whether cells are still to be run, and the verdict may change.
    init(_ claim: ClaimsFile.Claim, isPreliminary: Bool = false) {
        words = "\(claim.identifier): \(claim.statement)"
        let comparisons = claim.comparisons
        isCompared = !comparisons.isEmpty
        let labels = Set(comparisons.map(\.label))
        quantity = labels.count == 1 ? comparisons[0].label : ""
        let ns = comparisons.map(\.n)
        let (least, most) = (ns.min() ?? 0, ns.max() ?? 0)
        seeds = least == most ? "\(least)" : "\(least) to \(most)"
        var counts: [(word: String, count: Int)] = []
        for verdict in comparisons.map(\.verdict) {
            if let known = counts.firstIndex(where: { $0.word == verdict }) {
                counts[known].count += 1
            } else {
                counts.append((verdict, 1))
            }
        }
        let common = counts.count == 1 ? counts[0].word : ""
        kind = ["supported", "contradicted"].contains(common) ? common : "undecided"
        let mark = preliminaryMark(isPreliminary)
        switch comparisons.count {
        case 0: (verdict, effects) = ("not compared", [])
        case 1:
            verdict = comparisons[0].verdictInWords + mark
            effects = [comparisons[0].effectInWords]
        case let count:
            let places = Self.differences(of: comparisons.map(\.place))
            let areTold =
                count <= Self.few && labels.count == 1 && Set(places).count == count
                && !places.contains("")
            func told(_ found: KeyPath<ClaimsFile.Comparison, String>) -> [String] {
                zip(comparisons, places).map { "\($0[keyPath: found]) at \($1)" }
            }
            effects = areTold ? told(\.effectInWords) : []
            let words =
                counts.count == 1
                ? "\(common) in \(count == 2 ? "both" : "all \(count)") comparisons"
                : areTold
                    ? told(\.verdict).joined(separator: ", ")
                    : counts.map { "\($0.word) in \($0.count)" }.joined(separator: ", ")
                        + " of \(count) comparisons"
            verdict = words + mark
        }
    }

    /// Places without the settings that all of them have alike.
    private static func differences(of places: [String]) -> [String] {
        let settings = places.map { $0.split(separator: ", ") }
        let common = settings.dropFirst().reduce(Set(settings.first ?? [])) { $0.intersection($1) }
        return settings.map { $0.filter { !common.contains($0) }.joined(separator: ", ") }
    }
}

extension ClaimsFile {
    /// The claims in one line each.
    var rows: [ClaimRow] { claims.map { ClaimRow($0, isPreliminary: isPreliminary) } }
}
