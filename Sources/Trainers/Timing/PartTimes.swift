/// A part of an update whose time is measured: of one layer, or of a window of a recurrent network.
package enum UpdatePart: Hashable, Sendable, CaseIterable {
    case forward
    /// Gradients of inputs and of parameters.
    case backward
    /// The optimizer's step.
    case step
    /// The prediction of the synthesizer.
    case predict
    /// The regression of the synthesizer to a target, and its optimizer's step.
    case train
}

/// The times of the parts of an update, a number a round, by a clock that only goes forward.
package struct PartTimes: Sendable {
    private var seconds: [UpdatePart: [Double]] = [:]
    private var latest = ContinuousClock.now

    /// No times.
    package init() {}

    /// Begins the first part of a round.
    mutating func begin() { latest = .now }

    /// Ends a part and begins the next.
    mutating func end(_ part: UpdatePart) {
        seconds[part, default: []].append((ContinuousClock.now - latest) / .seconds(1))
        latest = .now
    }

    /// Takes in a time.
    package mutating func add(_ time: Double, of part: UpdatePart) {
        seconds[part, default: []].append(time)
    }

    /// The median over the rounds, in seconds; nil for a part that there is not.
    package func median(of part: UpdatePart) -> Double? { quantile(0.5, of: part) }

    /// The distance of the quartiles over the rounds, in seconds; nil for a part that there is not.
    package func interquartileRange(of part: UpdatePart) -> Double? {
        guard let low = quantile(0.25, of: part), let high = quantile(0.75, of: part) else {
            return nil
        }
        return high - low
    }

    /// The quantile at (n − 1)·`share` of n sorted times, linear in between.
    private func quantile(_ share: Double, of part: UpdatePart) -> Double? {
        guard let times = seconds[part]?.sorted() else { return nil }
        let place = share * Double(times.count - 1)
        let below = Int(place)
        let above = min(below + 1, times.count - 1)
        return times[below] + (place - Double(below)) * (times[above] - times[below])
    }
}

/// The time and the memory of the parts of an update.
package struct PartCosts: Sendable {
    /// Times of a layer, or of a window, and of the synthesizer.
    package let times: PartTimes
    /// Bytes of a layer, or of a window: parameters, gradients, the optimizer's moments, and what forward
    /// and backward save.
    package let bytes: Int
    /// Bytes of the synthesizer; nil without one.
    package let synthesizerBytes: Int?
}
