/// Mean and spread of some numbers; NaN is left out.
struct Summary {
    let count: Int
    /// The mean; NaN of no numbers.
    let mean: Double
    /// The standard deviation with n − 1 in the divisor; NaN below two numbers.
    let standardDeviation: Double

    init(_ values: [Double]) {
        let values = values.filter { !$0.isNaN }
        count = values.count
        // Sums of the largest numbers overflow where their means do not.
        let scale = max(1, values.map(\.magnitude).filter(\.isFinite).max() ?? 1)
        let unit = scale > 1e150 ? scale : 1
        let scaled = values.map { $0 / unit }
        let mean = values.isEmpty ? .nan : scaled.reduce(0, +) / Double(values.count)
        self.mean = mean * unit
        let squares = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        standardDeviation =
            values.count < 2 ? .nan : (squares / Double(values.count - 1)).squareRoot() * unit
    }

    /// Half the width of the 95 % confidence interval of the mean, by Student's distribution; NaN
    /// below two numbers.
    var halfWidth95: Double {
        guard count > 1 else { return .nan }
        return Self.quantile(degreesOfFreedom: count - 1) * standardDeviation
            / Double(count).squareRoot()
    }

    /// The 97.5 % quantile of Student's t, from the usual table; beyond 30 degrees of freedom that
    /// of 30, which is 4 % too wide at most.
    private static func quantile(degreesOfFreedom: Int) -> Double {
        let table = [
            12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179,
            2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
            2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
        ]
        return table[min(degreesOfFreedom, table.count) - 1]
    }
}

/// The verdict of paired differences on an expected direction.
enum Verdict: String {
    /// The 95 % interval of the mean difference lies on the expected side of zero.
    case supported
    /// The 95 % interval lies on the other side.
    case contradicted
    /// The 95 % interval holds zero.
    case undecided
    /// One seed has no spread, and two of a quantity that counts are too easily equal.
    case tooFewSeeds = "too few seeds"
    /// The two sides are measured in different units.
    case unitsDiffer = "units differ"
    /// No seed has both values.
    case noData = "no data"

    /// Decides by the mean difference.
    /// - Parameter differences: positive where as expected.
    init(_ differences: Summary) {
        switch differences.count {
        case 0: self = .noData
        case 1...2: self = .tooFewSeeds
        default:
            let halfWidth = differences.halfWidth95
            if differences.mean > halfWidth {
                self = .supported
            } else if differences.mean < -halfWidth {
                self = .contradicted
            } else {
                self = .undecided
            }
        }
    }
}

/// `value` with `digits` after the point; a number so large that they are not known has none.
func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "-" : "\(value)" }
    let digits = min(max(digits, 0), 15)
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 0x1p53 else { return "\(value)" }
    let whole = Int64(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return sign + "\(whole)" }
    let fraction = "\(whole % Int64(scale))"
    let padding = String(repeating: "0", count: digits - fraction.count)
    return sign + "\(whole / Int64(scale)).\(padding)\(fraction)"
}
