/// The differences that a comparison is decided by, a number a seed: the mean over the values of the axis
/// that it runs along of subject − reference with that seed.
struct PairedDifferences {
    /// A number a seed that counts, none of them NaN.
    let values: [Double]
    /// The seeds that count, by position.
    let seeds: [Int]
    /// The axis values at which some seed has both sides, by position.
    let places: [Int]
    /// The seeds of which something was measured and that do not count, for want of a side at a place
    /// where another seed has both.
    let leftOut: Int
    /// What rounding may have made of each of `values`.
    private let roundings: [Double]

    /// The differences of two sides.
    /// - Parameters:
    ///   - subject: by axis value and seed; NaN is missing.
    ///   - reference: as many values.
    init(_ subject: [[Double]], _ reference: [[Double]]) {
        let differences = zip(subject, reference).map { zip($0, $1).map(Self.difference) }
        let places = differences.indices.filter { differences[$0].contains { !$0.isNaN } }
        let all = 0..<(subject.first?.count ?? 0)
        var counted: [(seed: Int, value: Double, rounding: Double)] = []
        for seed in places.isEmpty ? 0..<0 : all {
            let own = places.map { differences[$0][seed] }
            guard !own.contains(where: \.isNaN) else { continue }
            let rounding =
                places.map { Self.rounding(subject[$0][seed], reference[$0][seed]) }.max() ?? 0
            let mean = Summary(own).mean
            // Infinities of both signs have no mean.
            if !mean.isNaN {
                counted.append((seed, mean.magnitude <= rounding ? 0 : mean, rounding))
            }
        }
        let measured = all.count { seed in
            zip(subject, reference).contains { !$0[seed].isNaN || !$1[seed].isNaN }
        }
        (values, seeds) = (counted.map(\.value), counted.map(\.seed))
        (roundings, leftOut) = (counted.map(\.rounding), measured - counted.count)
        self.places = places
    }

    /// The most that rounding may have made of any of them.
    var rounding: Double { roundings.max() ?? 0 }

    /// Their distances from another value than zero.
    func shifted(by distance: Double) -> [Double] {
        zip(values, roundings).map { value, rounding in
            let rest = value - distance
            return rest.magnitude <= max(rounding, 1e-12 * distance.magnitude) ? 0 : rest
        }
    }

    /// A difference; what rounding alone may have made is none.
    private static func difference(_ subject: Double, _ reference: Double) -> Double {
        let difference = subject - reference
        return difference.magnitude <= rounding(subject, reference) ? 0 : difference
    }

    private static func rounding(_ subject: Double, _ reference: Double) -> Double {
        let greatest = max(subject.magnitude, reference.magnitude)
        return greatest.isFinite ? 1e-12 * greatest : 0
    }
}
