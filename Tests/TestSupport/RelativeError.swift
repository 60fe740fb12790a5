/// max |a − b| / max |b|: how far `a` is from the reference `b`, on the scale of the largest number
/// of b. NaN or a different count is infinitely far.
package func relativeError(_ a: [Float], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let scale = max(b.map(abs).max() ?? 0, 1e-30)
    var largest = 0.0
    for (x, y) in zip(a, b) {
        let error = abs(Double(x) - y)
        guard !error.isNaN else { return .infinity }
        largest = max(largest, error)
    }
    return largest / scale
}

/// max |a − b| / max |b| between two float32 results.
package func relativeError(_ a: [Float], _ b: [Float]) -> Double {
    relativeError(a, b.map(Double.init))
}
