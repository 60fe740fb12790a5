import Glibc

extension MNIST1D {
    /// The ten curves all examples are made from: 12 points each, of standard deviation 1/6,
    /// shifted so as to begin and end at 0.
    static let templates: [[Double]] = drawn.map { curve in
        let mean = curve.reduce(0, +) / Double(curve.count)
        let variance =
            curve.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(curve.count)
        return curve.map { ($0 - curve[0]) / variance.squareRoot() / 6 }
    }

    /// The templates as they were drawn, class 0 first.
    private static let drawn: [[Double]] = [
        [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
        [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
        [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
        [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
        [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
        [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
        [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
        [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
    ]

    /// `count` points of the straight lines between those of `curve`, at equal distances from its
    /// first to its last.
    static func resampled(_ curve: [Double], to count: Int) -> [Double] {
        (0..<count).map { index in
            let place = Double(index * (curve.count - 1)) / Double(count - 1)
            let left = min(Int(place), curve.count - 2)
            let share = place - Double(left)
            return (1 - share) * curve[left] + share * curve[left + 1]
        }
    }

    /// `curve` convolved with a Gaussian of standard deviation 2 that is cut off at 4 of them, the
    /// curve reflected at its ends with the last point repeated: SciPy's `gaussian_filter(curve,
    /// 2)`.
    static func smoothed(_ curve: [Double]) -> [Double] {
        let reach = 8
        let bell = (-reach...reach).map { exp(-Double($0 * $0) / 8) }
        let sum = bell.reduce(0, +)
        let extended = curve.prefix(reach).reversed() + curve + curve.suffix(reach).reversed()
        return curve.indices.map { index in
            zip(bell, extended[index...]).reduce(0) { $0 + $1.0 * $1.1 } / sum
        }
    }
}
