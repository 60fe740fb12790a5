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
        // Sums of the largest numbers overflow where their means do not, and squares of the least
        // vanish where their spread does not.
        let scale = values.map(\.magnitude).filter { $0.isFinite && $0 > 0 }.max() ?? 1
        let unit = scale > 1e150 || scale < 1e-150 ? scale : 1
        let scaled = values.map { $0 / unit }
        let mean = values.isEmpty ? .nan : scaled.reduce(0, +) / Double(values.count)
        self.mean = mean * unit
        let squares = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        standardDeviation =
            values.count < 2 ? .nan : (squares / Double(values.count - 1)).squareRoot() * unit
    }

    /// The standard error of the mean; NaN below two numbers.
    var standardError: Double { standardDeviation / Double(count).squareRoot() }

    /// Half the width of the 95 % interval of the mean, by Student's t; NaN below two numbers, and where
    /// some are infinite.
    var halfWidth: Double {
        guard !standardError.isNaN else { return .nan }
        return StudentT(degreesOfFreedom: count - 1).critical(tail: 0.025) * standardError
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
