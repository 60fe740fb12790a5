import Vocabulary

/// The speed limit of a curriculum, which rises by a level at an evaluation, and the runs that come near
/// it: of those it is the limit that is measured, not what was learned.
struct CurriculumText {
    private let results: SweepResults

    /// The share of the limit from which a run is near it.
    private static let near = 0.8
    /// How many places are listed.
    private static let listed = 10

    init(_ results: SweepResults) { self.results = results }

    /// A sentence on the limit and one on the runs near it; none where no cell has a curriculum, or time
    /// enough to rise in it, as where only costs are measured.
    var lines: [String] {
        let cells = results.distinctCells.filter { limit(of: $0).isFinite }
        let limits = cells.map(limit)
        guard let lowest = limits.min(), let highest = limits.max(), highest > 0 else { return [] }
        let reach =
            fixed(lowest, 0) + (lowest == highest ? "" : " to \(fixed(highest, 0))")
        let near = cells.filter {
            limit(of: $0) > 0
                && results.value(of: .solvedLength, in: $0) >= Self.near * limit(of: $0)
        }
        let percent = fixed(100 * Self.near, 0) + " %"
        var words =
            "Curriculum: a level takes as many evaluations as curriculum_batches says, so that a run of "
            + "this budget solves N = \(reach) at most. "
        if near.isEmpty {
            words += "No run comes to \(percent) of that."
        } else if near.count == cells.count {
            words += "All runs come to \(percent) of that: the limit may be what is measured."
        } else {
            let others = near.count - Self.listed
            words +=
                "At \(percent) of that or more, where the limit may be what is measured: "
                + near.prefix(Self.listed).map(place).joined(separator: "; ")
                + (others > 0 ? "; and \(others) more." : ".")
        }
        return [words]
    }

    private func limit(of cell: Int) -> Double { results.value(of: .solvableLength, in: cell) }

    /// A cell by its place, with how far it came: `truncation=3, seed=0 (12 of 13)`.
    private func place(of cell: Int) -> String {
        let axes = zip(results.axes, results.place(of: cell)).map { "\($0.setting)=\($1)" }
        let solved = fixed(results.value(of: .solvedLength, in: cell), 0)
        return axes.joined(separator: ", ") + " (\(solved) of \(fixed(limit(of: cell), 0)))"
    }
}
