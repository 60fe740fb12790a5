import Vocabulary

/// The axes of a plan as they come together: the experiment's, the size's, the user's.
struct AxisLayout {
    private(set) var axes: [AxisSpecification]

    /// The largest number of cells that a sweep can have: those that are planned within 5 seconds.
    static let cellLimit = 120_000

    /// The axes of an experiment at one of its sizes, the seeds last.
    /// - Precondition: `experiment` is checked.
    init(_ experiment: Experiment, _ size: SizeSpecification) {
        let first = experiment.firstSeed
        let seeds = (first..<first + (size.seeds ?? experiment.seeds)).map(\.value)
        axes =
            experiment.axes.map { axis in
                size.axes.first { $0.setting == axis.setting } ?? axis
            } + [AxisSpecification(setting: .seed, values: seeds)]
    }

    /// Replaces the values of axes, and adds axes before the seeds.
    /// - Parameter swept: settings that are axes even with one value.
    /// - Returns: the settings that are given one value.
    mutating func apply(
        _ overrides: [Override], swept: Set<SettingName>
    ) throws(SweepError) -> [Assignment] {
        var assignments: [Assignment] = []
        var seen: Set<SettingName> = []
        for override in overrides {
            guard seen.insert(override.setting).inserted else {
                throw .repeatedOverride(override.setting)
            }
            if let index = axes.firstIndex(where: { $0.setting == override.setting }) {
                axes[index].values = override.values
            } else if override.values.count > 1 || swept.contains(override.setting) {
                axes.insert(
                    AxisSpecification(setting: override.setting, values: override.values),
                    at: axes.count - 1)
            } else if let value = override.values.first {
                assignments.append(Assignment(override.setting, value))
            }
        }
        return assignments
    }

    /// Makes the axes those of a tuning's trials, without those of its grids: fewer values where it says
    /// so, and seeds of their own.
    mutating func restrict(to tuning: TuningLayout) {
        let own =
            tuning.restrictions + [AxisSpecification(setting: .seed, values: tuning.seeds)]
        for axis in own {
            if let index = axes.firstIndex(where: { $0.setting == axis.setting }) {
                axes[index] = axis
            }
        }
    }

    /// Adds the settings of grids of trials before the seeds.
    mutating func add(gridsOf tuning: TuningLayout) {
        axes.insert(contentsOf: tuning.settings, at: axes.count - 1)
    }

    /// Checks that no seed is one of trials.
    /// - Throws: `SweepError.tuningSeed`.
    func checkSeeds(besides trials: [Value]) throws(SweepError) {
        if let seed = axes.last?.values.first(where: trials.contains) {
            throw .tuningSeed(seed, trials: trials)
        }
    }

    /// Checks the axes and their values.
    /// - Throws: `SweepError`, `SettingError` for an axis twice, without values, with a value twice
    ///   or outside its setting's domain, or for more cells than can be.
    func validate() throws {
        var names: Set<SettingName> = []
        var cells = 1
        for axis in axes {
            guard names.insert(axis.setting).inserted else {
                throw SweepError.repeatedAxis(axis.setting)
            }
            try axis.validate()
            let product = cells.multipliedReportingOverflow(by: axis.values.count)
            guard !product.overflow && product.partialValue <= Self.cellLimit else {
                throw SweepError.tooManyCells(limit: Self.cellLimit)
            }
            cells = product.partialValue
        }
    }

    /// The conditions on values that are in the sweep.
    /// - Parameter fixed: settings that a user sets, which no condition changes.
    func conditions(
        _ conditions: [Where], fixed: Set<SettingName>
    ) throws -> [(axis: Assignment, assignments: [Assignment])] {
        try conditions.compactMap { condition in
            let place = condition.place
            guard let axis = axes.first(where: { $0.setting == place.setting }) else {
                throw SweepError.notAnAxis(
                    place.setting, axes: axes.map(\.setting), user: "Where")
            }
            for assignment in [place] + condition.assignments {
                try assignment.setting.definition.validate(assignment.value)
            }
            guard axis.values.contains(place.value) else { return nil }
            return (place, condition.assignments.filter { !fixed.contains($0.setting) })
        }
    }
}

extension AxisSpecification {
    /// Checks the values of the axis.
    /// - Throws: `SweepError`, `SettingError` for none, one twice, one outside its setting's domain.
    func validate() throws {
        guard !values.isEmpty else { throw SweepError.emptyAxis(setting) }
        var seen: Set<Value> = []
        for value in values {
            try setting.definition.validate(value)
            guard seen.insert(value).inserted else {
                throw SweepError.repeatedValue(setting: setting, value: value.description)
            }
        }
    }
}
