/// A mean difference with its 95 % confidence interval, by Student's t and no narrower than the
/// measure's resolution: five equal differences of whole numbers are no certainty.
struct Effect {
    private let differences: Summary
    private let resolution: Double

    /// The effect that differences show.
    /// - Parameter resolution: the least width of the interval.
    init(_ differences: [Double], resolution: Double) {
        self.differences = Summary(differences)
        self.resolution = resolution
    }

    var mean: Double { differences.mean }

    /// Half the width of the interval; NaN below two numbers, and where some are infinite.
    var halfWidth: Double {
        let halfWidth = differences.halfWidth
        return halfWidth.isNaN ? .nan : max(halfWidth, resolution / 2)
    }

    /// Whether the whole interval lies farther from zero than `margin`.
    func isOutside(_ margin: Double) -> Bool { mean.magnitude - halfWidth > margin }
}
