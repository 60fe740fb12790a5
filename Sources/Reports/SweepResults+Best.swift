import Store
import Sweeps
import Vocabulary

extension SweepResults {
    /// The results at the best of an axis's values, at each place on the others, without that axis.
    /// - Returns: the results and, for each place, the value chosen.
    func best(of part: AtBest) -> (results: SweepResults, choices: [Value]) {
        let places = strata(besides: [part.axis])
        let choices = places.map { choice(of: part, at: $0) }
        let axes = self.axes.filter { $0.setting != part.axis }
        let chosen = zip(places, choices).flatMap { place, value in
            cells(at: place.merging([part.axis: value]) { $1 })
        }
        return (selecting(chosen, axes: axes), choices)
    }

    /// The value with the best mean over the seeds, of those with the most complete cells.
    private func choice(of part: AtBest, at place: Place) -> Value {
        let values = self.values(of: part.axis)
        let cells = values.map { self.cells(at: place.merging([part.axis: $0]) { $1 }) }
        let complete = cells.map { $0.count { status(of: $0) == .complete } }
        let most = complete.max() ?? 0
        for quantity in part.quantities {
            let sign = quantity.better == .higher ? -1.0 : 1
            let means = values.indices.filter { complete[$0] == most }.compactMap { index in
                let mean = Summary(cells[index].map { value(of: quantity, in: $0) }).mean
                return mean.isNaN ? nil : (value: values[index], score: sign * mean)
            }
            if let best = means.min(by: { $0.score < $1.score }) { return best.value }
        }
        return values[0]
    }
}

/// What was chosen in a part of a report at the best of an axis.
struct BestText {
    let part: AtBest
    let values: [Value]
    let choices: [Value]

    /// It in words.
    var text: String {
        let names = part.quantities.map { $0.label + $0.when }.joined(separator: " or ")
        let counts = values.map { value in
            "\(value) at \(choices.count { $0 == value })"
        }
        return "At the best \(part.axis) of each place, by \(names) (mean over seeds): "
            + counts.joined(separator: ", ") + " of \(choices.count) places."
    }
}
