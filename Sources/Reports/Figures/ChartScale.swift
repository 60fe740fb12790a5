import Foundation

/// The range of an axis of a figure and its ticks.
struct ChartScale: Equatable {
    struct Tick: Equatable {
        let label: String
        let position: Double
    }

    let low: Double
    let high: Double
    var isLogarithmic = false
    var ticks: [Tick] = []

    /// The largest number that is drawn: beyond, differences of two overflow.
    static let largest = 1e100

    /// The share of the way from `low` to `high` at which a value lies.
    func share(of value: Double) -> Double {
        isLogarithmic
            ? log(value / low) / log(high / low) : (value - low) / (high - low)
    }

    /// The value at a share of the way.
    func value(at share: Double) -> Double {
        isLogarithmic ? low * pow(high / low, share) : low + (high - low) * share
    }

    /// A linear scale around some numbers, from 0 on where that is near.
    /// - Parameter count: about how many ticks there is room for.
    static func linear(_ values: [Double], count: Int, padding: Double = 0.05) -> ChartScale {
        let values = values.filter { $0.isFinite && abs($0) <= largest }
        var (low, high) = (values.min() ?? 0, values.max() ?? 1)
        let least = max(max(abs(low), abs(high)) * 1e-6, 1e-90)
        if high - low < least {
            let room = low == 0 && high == 0 ? 1 : max(max(abs(low), abs(high)) * 0.1, least)
            (low, high) = (low - room, high + room)
            if values.allSatisfy({ $0 >= 0 }) { low = max(low, 0) }
        } else {
            let room = (high - low) * padding
            let isNearZero = low >= 0 && low < 0.35 * high
            (low, high) = (isNearZero ? 0 : low - room, high + room)
        }
        var scale = ChartScale(low: low, high: high)
        scale.ticks = linearTicks(low, high, count)
        return scale
    }

    private static func linearTicks(_ low: Double, _ high: Double, _ count: Int) -> [Tick] {
        let rough = (high - low) / Double(max(count, 1))
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.7 } ?? rough
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last >= first, last - first < 100 else { return [] }
        return (0...Int(last - first)).map { index in
            let position = (first + Double(index)) * step
            let isZero = abs(position) < step / 2
            return Tick(
                label: isZero ? "0" : ChartText.number(position, step: step),
                position: isZero ? 0 : position)
        }
    }

    /// A logarithmic scale around the positive ones of some numbers.
    static func logarithmic(_ values: [Double], count: Int, padding: Double = 1.2) -> ChartScale {
        let values = values.filter { $0 >= 1e-90 && $0 <= largest }
        let (least, most) = (values.min() ?? 1, values.max() ?? 10)
        let (low, high) = (
            least / padding, most > least * 1.01 ? most * padding : least * max(padding, 1.2)
        )
        var scale = ChartScale(low: low, high: high, isLogarithmic: true)
        let decades = log10(high / low)
        if decades < 0.7 {
            scale.ticks = linearTicks(low, high, count).filter { $0.position > 0 }
            return scale
        }
        let (first, last) = (Int(floor(log10(low))), Int(ceil(log10(high))))
        let stride = max(1, Int((decades / Double(max(count, 1))).rounded(.up)))
        let factors: [Double] = decades < 2 ? [1, 2, 5] : [1]
        // One spelling for all.
        let isSmall = low < 1e-3
        for power in first...last where power % stride == 0 {
            for factor in factors {
                let position = factor * pow(10, Double(power))
                guard position >= low && position <= high else { continue }
                let label = ChartText.number(position, step: position)
                scale.ticks.append(
                    Tick(
                        label: isSmall ? "\(Int(factor))e\(power)" : label, position: position))
            }
        }
        return scale
    }

    /// The scale with ticks at some of these values, those that lie `distance` of the whole apart.
    func marking(_ values: [(label: String, position: Double)], distance: Double) -> ChartScale {
        var scale = self
        scale.ticks = []
        for value in values.sorted(by: { $0.position < $1.position }) {
            if let last = scale.ticks.last,
                share(of: value.position) - share(of: last.position) < distance
            {
                continue
            }
            scale.ticks.append(Tick(label: value.label, position: value.position))
        }
        return scale
    }

    /// The range of numbers without the few that would flatten the others: those farther from the middle
    /// half than five times its width, where leaving them out makes the range less than a fifth.
    static func withoutOutliers(_ values: [Double]) -> ClosedRange<Double>? {
        let sorted = values.filter { $0.isFinite && abs($0) <= largest }.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        guard sorted.count >= 5 else { return first...last }
        let (lower, upper) = (sorted[sorted.count / 4], sorted[(3 * sorted.count - 1) / 4])
        let reach = 5 * max(upper - lower, max(abs(lower), abs(upper)) * 0.05)
        let kept = sorted.filter { $0 >= lower - reach && $0 <= upper + reach }
        guard let low = kept.first, let high = kept.last, last - first > 5 * (high - low) else {
            return first...last
        }
        return low...high
    }

    /// The commands for gnuplot of the axis `name`, x or y.
    func script(_ name: String) -> String {
        let marks = ticks.map { "\(Gnuplot.quoted($0.label)) \($0.position)" }
        // Terminals differ in how far they set numbers from the axis.
        let offset = name == "x" ? " offset 0,0.3" : ""
        return """
            \(isLogarithmic ? "set" : "unset") logscale \(name)
            set \(name)range [\(low):\(high)]
            set \(name)tics (\(marks.joined(separator: ", ")))\(offset)

            """
    }
}
