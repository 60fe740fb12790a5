import Store
import Sweeps
import Vocabulary

/// The trials of a sweep as they came out, and what they choose.
package struct TuningOutcome {
    /// The trials with the same settings at one place.
    struct Trial {
        let settings: [Assignment]
        /// The means of the measures that decide, over seeds and the axes that no choice goes by.
        fileprivate(set) var means: [Double] = []
        fileprivate(set) var counts: [CellStatus: Int] = [:]

        func count(_ status: CellStatus) -> Int { counts[status] ?? 0 }

        /// Whether none of its cells is still to be run.
        var hasEnded: Bool {
            count(.pending) == 0 && count(.failed) == 0 && count(.unusable) == 0
        }
    }

    /// The trials at a place for which a choice is made.
    struct Place {
        /// Its values on the axes that choices go by.
        let values: [Value]
        fileprivate(set) var trials: [Trial]
        /// The trial chosen; nil as long as some are still to be run.
        fileprivate(set) var chosen: Int?
        /// The settings chosen at an end of their grid of three values or more, beyond which better ones
        /// may lie.
        fileprivate(set) var edges: [SettingName] = []
        /// A reason to doubt the choice; nil for none.
        fileprivate(set) var doubt: Doubt?
    }

    /// A reason that the trials do not tell which is best.
    enum Doubt: Hashable {
        /// No trial has one of the measures.
        case unmeasured
        /// Every trial diverged with some seed.
        case diverged
        /// So many trials are equally good, the first of which was taken.
        case equal(Int)
    }

    package let plan: Plan
    let results: SweepResults
    package private(set) var choices: TuningChoices
    private(set) var places: [Place] = []

    /// The outcome of the trials in `record`.
    /// - Precondition: `plan` is one of trials, for which `record` was collected.
    package init(_ plan: Plan, _ record: CollectedRecord) {
        self.plan = plan
        results = SweepResults(plan, record)
        choices = TuningChoices(axes: plan.choiceAxes)
        for (values, cells) in cellsByPlace {
            let place = self.place(values, cells)
            places.append(place)
            if let chosen = place.chosen {
                choices.choose(place.trials[chosen].settings, at: values)
            }
        }
    }

    /// How many choices there are to make.
    package var choiceCount: Int { places.count }

    /// How many of them still have trials to be run.
    package var waitingCount: Int { places.count { $0.chosen == nil } }

    /// The cells of each place, in the plan's order.
    private var cellsByPlace: [(values: [Value], cells: [Int])] {
        let positions = plan.choiceAxes.compactMap { axis in
            plan.axes.firstIndex { $0.setting == axis }
        }
        return grouped(plan.indices.filter(plan.isPlanned)) { cell in
            let place = results.place(of: cell)
            return positions.map { place[$0] }
        }
    }

    private func place(_ values: [Value], _ cells: [Int]) -> Place {
        let trials = grouped(cells, by: plan.trial).map { settings, cells in
            var trial = Trial(settings: settings)
            for cell in cells { trial.counts[results.status(of: cell), default: 0] += 1 }
            trial.means = plan.choiceQuantities.map { quantity in
                Summary(cells.map { results.value(of: quantity, in: $0) }).mean
            }
            return trial
        }
        var place = Place(values: values, trials: trials)
        guard trials.allSatisfy(\.hasEnded) else { return place }
        let chosen = best(of: trials)
        place.chosen = chosen
        place.doubt = doubt(about: trials[chosen], of: trials)
        place.edges = trials[chosen].settings.filter { setting in
            let grid = plan.gridValues(of: setting.setting, at: cells[0])
            return grid.count > 2
                && (setting.value == grid.first || setting.value == grid.last)
        }.map(\.setting)
        return place
    }

    /// The trial with the best means, of those with the most complete cells: one that diverges with
    /// some seed is no choice as long as another does not.
    private func best(of trials: [Trial]) -> Int {
        let most = trials.map { $0.count(.complete) }.max() ?? 0
        let candidates = trials.indices.filter { trials[$0].count(.complete) == most }
        return candidates.dropFirst().reduce(candidates[0]) { best, trial in
            isBetter(trials[trial].means, than: trials[best].means) ? trial : best
        }
    }

    private func doubt(about chosen: Trial, of trials: [Trial]) -> Doubt? {
        if chosen.means.allSatisfy(\.isNaN) { return .unmeasured }
        if chosen.count(.diverged) > 0 { return .diverged }
        let equals = trials.count { trial in
            trial.count(.complete) == chosen.count(.complete)
                && !isBetter(chosen.means, than: trial.means)
        }
        return equals > 1 ? .equal(equals) : nil
    }

    private func isBetter(_ means: [Double], than others: [Double]) -> Bool {
        for (index, quantity) in plan.choiceQuantities.enumerated() {
            let (mean, other) = (means[index], others[index])
            if mean.isNaN && other.isNaN || mean == other { continue }
            if mean.isNaN || other.isNaN { return other.isNaN }
            return quantity.better == .higher ? mean > other : mean < other
        }
        return false
    }
}

/// `elements` by a key, in the order in which the keys come.
private func grouped<Key: Hashable>(
    _ elements: [Int], by key: (Int) -> Key
) -> [(Key, [Int])] {
    var groups: [(Key, [Int])] = []
    var known: [Key: Int] = [:]
    for element in elements {
        let key = key(element)
        if let index = known[key] {
            groups[index].1.append(element)
        } else {
            known[key] = groups.count
            groups.append((key, [element]))
        }
    }
    return groups
}
