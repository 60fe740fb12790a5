extension LineChart {
    /// The band of a line as far as it lies within the panel, with corners where its edges leave it:
    /// gnuplot 5.4 draws what leaves a panel in the wrong place.
    func clipped(_ points: [Point], _ vertical: ChartScale) -> [Point] {
        // Shares of the panel's width and height, in which lines are straight; what is at or below 0 on a
        // logarithmic scale lies far down.
        func share(_ value: Double) -> Double {
            let share = vertical.share(of: value)
            return share.isNaN ? -100 : min(max(share, -100), 100)
        }
        var corners: [(x: Double, low: Double, high: Double)] = []
        for point in points {
            let next = (
                x: horizontal.share(of: point.x), low: share(point.low), high: share(point.high)
            )
            if let last = corners.last {
                let ways = [(last.low, next.low), (last.high, next.high)].flatMap { from, to in
                    [0.0, 1.0].map { ($0 - from) / (to - from) }
                }
                for way in ways.filter({ $0 > 0 && $0 < 1 }).sorted() {
                    corners.append(
                        (
                            last.x + way * (next.x - last.x),
                            last.low + way * (next.low - last.low),
                            last.high + way * (next.high - last.high)
                        ))
                }
            }
            corners.append(next)
        }
        return corners.map { corner in
            func value(_ share: Double) -> Double { vertical.value(at: min(max(share, 0), 1)) }
            let (low, high) = (value(corner.low), value(corner.high))
            return Point(horizontal.value(at: corner.x), low, low: low, high: high)
        }
    }
}
