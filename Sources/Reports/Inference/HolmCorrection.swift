/// Holm's correction of N tests' p values (Holm 1979): those of false rejections, whatever depends on
/// whatever, have a probability of at most α together where each corrected p ≤ α rejects.
///
/// In ascending order p₍₁₎ … p₍ₙ₎ the corrected p₍ᵢ₎ is the greatest of (N − j + 1) p₍ⱼ₎ over j ≤ i,
/// at most 1.
struct HolmCorrection {
    /// The corrected p values, in the order of the tests.
    let corrected: [Double]
    private let ascending: [Double]
    /// The corrected ones of `ascending`.
    private let bounds: [Double]

    init(_ pValues: [Double]) {
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var (bounds, corrected) = ([Double](), pValues)
        var bound = 0.0
        for (rank, test) in order.enumerated() {
            bound = min(1, max(bound, Double(pValues.count - rank) * pValues[test]))
            bounds.append(bound)
            corrected[test] = bound
        }
        self.corrected = corrected
        ascending = order.map { pValues[$0] }
        self.bounds = bounds
    }

    /// How many tests are corrected together.
    var count: Int { ascending.count }

    /// The corrected p of a test if its own p were less, and all others as they are.
    /// - Precondition: `pValue` is at most the p of one of the tests.
    func corrected(ifLowered pValue: Double) -> Double {
        // The tests before it are those of a lesser p.
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < pValue { low = middle + 1 } else { high = middle }
        }
        return min(1, max(low > 0 ? bounds[low - 1] : 0, Double(count - low) * pValue))
    }
}
