/// Panels of lines, as numbers and texts: what a figure of lines shows, before anything is drawn.
struct LineChart {
    /// A mean at a position.
    struct Point: Equatable {
        let x: Double
        let y: Double
        /// The interval of the mean; both are `y` where there is none.
        let low: Double
        let high: Double

        init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
            (self.x, self.y) = (x, y)
            (self.low, self.high) = (low ?? y, high ?? y)
        }
    }

    struct Line {
        let style: LineStyle
        /// Its place among the lines, by which points of one position are set apart.
        let slot: Int
        let points: [Point]
    }

    struct Panel {
        let title: String
        let lines: [Line]
    }

    struct KeyEntry {
        let name: String
        let style: LineStyle
    }

    /// How intervals are drawn.
    enum Interval { case bands, bars }

    var panels: [Panel]
    var key: [KeyEntry]
    let horizontalLabel: String
    let verticalLabel: String
    let horizontal: ChartScale
    let isLogarithmic: Bool
    let interval: Interval
    /// What stands below ticks that have names instead of numbers.
    var categories: [ChartScale.Tick] = []
    /// Whether points at one position are set apart sideways, so that their bars are seen.
    var isDodged = false
    /// What stands below the figure, a paragraph each.
    var caption: [String]
}

extension LineChart {
    /// Says what the lines and their intervals are.
    /// - Parameter counts: the numbers of seeds of all means.
    static func words(on counts: Set<Int>, _ interval: Interval) -> String {
        let name = interval == .bands ? "bands" : "bars"
        guard let least = counts.min(), let most = counts.max() else { return "" }
        guard most > 1 else { return "One seed each: no interval." }
        let seeds = least == most ? "\(most)" : "\(least) to \(most)"
        let range = "from one to the other"
        let others = [
            most > 2 && counts.contains(2) ? "of 2 \(range)" : nil,
            counts.contains(1) ? "none of a single one" : nil,
        ].compactMap(\.self)
        let few = others.isEmpty ? "" : " (\(others.joined(separator: ", ")))"
        let words = most > 2 ? "95 % interval of the mean" : range
        return "Mean over \(seeds) seeds; \(name): \(words)\(few)."
    }
}

extension Summary {
    /// The mean and its interval as a point of a figure. Of two seeds the interval would be thirteen times as
    /// wide as they lie apart from their mean, and hide the figure: it goes from the one to the other.
    func point(at x: Double) -> LineChart.Point {
        let own = count == 2 ? standardError : halfWidth
        let half = own.isFinite ? own : 0
        return LineChart.Point(x, mean, low: mean - half, high: mean + half)
    }
}
