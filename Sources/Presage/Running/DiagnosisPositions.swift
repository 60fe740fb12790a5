import Vocabulary

/// The positions at which a run measures true gradients: every so often from before training to the
/// end of its budget, and where they are named.
struct DiagnosisPositions {
    private let budget: Int
    /// The distance from one to the next; 0: none.
    private let distance: Int
    private let named: [Int]

    init(_ configuration: Configuration) {
        budget = configuration[.budget]
        distance = configuration[.diagnoseEvery]
        named = configuration[.diagnoseAt].all
    }

    /// The first position after `last`, which is −1 where none has been yet; nil: there are no more.
    func next(after last: Int) -> Int? {
        let regular = distance > 0 ? min((last + distance) / distance * distance, budget) : last
        return [regular, named.first { $0 > last } ?? last].filter { $0 > last }.min()
    }
}
