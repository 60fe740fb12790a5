/// A mean difference with its 95 % confidence interval, by Student's t and no narrower than the
/// measure's resolution: five equal differences of whole numbers are no certainty.
struct Effect {
    let mean: Double
    /// Half the width of the interval; NaN below two numbers, and where some are infinite.
    let halfWidth: Double

    /// The effect that differences show.
    /// - Parameter resolution: the least width of the interval.
    init(_ differences: [Double], resolution: Double) {
        let summary = Summary(differences)
        mean = summary.mean
        halfWidth =
            summary.standardError.isNaN
            ? .nan
            : max(
                StudentT(degreesOfFreedom: summary.count - 1).critical(tail: 0.025)
                    * summary.standardError, resolution / 2)
    }

    /// Whether the whole interval lies farther from zero than `margin`.
    func isOutside(_ margin: Double) -> Bool { mean.magnitude - halfWidth > margin }
}
