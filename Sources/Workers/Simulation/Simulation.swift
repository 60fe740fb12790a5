/// The course of a training by several workers, as far as time goes.
package struct Simulation: Hashable, Sendable {
    /// Seconds of an update, with the filling and emptying of rounds in it.
    package let secondsPerUpdate: Double
    /// What each worker does with that time.
    package let loads: [Load]

    /// The part of an update's time that a worker computes and that in which it waits.
    package struct Load: Hashable, Sendable {
        /// Seconds per update with work and with sending and taking messages.
        package let busy: Double
        /// Seconds per update without: for others, and for messages on their way.
        package let waiting: Double
        /// The steps that the worker takes, on average, from the forward of a batch to the use of the
        /// gradient that comes from above for it: in mode `stale` the age of a parameter gradient, where
        /// there are synthesizers that of their targets. 0 where none comes.
        package let staleness: Double
    }

    /// The share of the time in which each worker waits.
    package var waitingShares: [Double] {
        loads.map { secondsPerUpdate > 0 ? $0.waiting / secondsPerUpdate : 0 }
    }
}

/// Counts the steps that a worker takes from a forward to the use of the gradient from above.
struct Staleness {
    private var steps = 0
    private var stepsAtForward: [Int: Int] = [:]
    private var sum = 0
    private var count = 0

    mutating func see(_ action: Action) {
        switch action {
        case .compute(.forward, let update, _): stepsAtForward[update] = steps
        case .compute(.step, _, _): steps += 1
        case .receive(let parcel, _) where parcel.content == .gradient:
            sum += steps - (stepsAtForward[parcel.update] ?? steps)
            count += 1
        case .compute, .send, .receive, .sum: break
        }
    }

    var mean: Double { count > 0 ? Double(sum) / Double(count) : 0 }
}
