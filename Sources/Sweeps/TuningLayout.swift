import Vocabulary

/// A tuning as it is laid out for one sweep, without what a user sets.
struct TuningLayout: Sendable {
    /// The axes at each place of which a choice is made, those that a user added among them.
    let axes: [SettingName]
    let seeds: [Value]
    /// The sweep's axes that have other values in trials.
    let restrictions: [AxisSpecification]
    /// The settings of trials alone.
    let assignments: [Assignment]
    /// The settings of each grid as it is declared: a place has the first one that it reads whole.
    let declared: [[SettingName]]
    /// The grids of trials without what a user sets, which may be empty.
    let grids: [[AxisSpecification]]
    /// The settings of the grids that some place has, with all values that some trial has.
    private(set) var settings: [AxisSpecification]
    let quantities: [Quantity]

    /// What is measured besides training is none of trials, whose cells would have other names for it.
    private static let measurements: [SettingName] = [
        .capture, .diagnoseEvery, .diagnoseAt, .ceilingSamples, .timingRounds,
    ]

    /// The layout of `tune`.
    /// - Precondition: `tune` is checked.
    init(_ tune: Tune, _ experiment: Experiment, overrides: [Override]) {
        let given = Set(overrides.map(\.setting))
        let grids = tune.grids(of: experiment)
        declared = grids.map { $0.map(\.setting) }
        self.grids = grids.map { $0.filter { !given.contains($0.setting) } }
        settings = []
        quantities = tune.quantities
        let added = overrides.filter { override in
            override.values.count > 1 && !experiment.isAxis(override.setting)
                && !Self.measurements.contains(override.setting)
        }
        axes = tune.axes + added.map(\.setting)
        seeds = (0..<tune.seeds).map { (Tune.firstSeed + $0).value }
        restrictions = tune.swept(by: experiment).filter { !given.contains($0.setting) }
        let own = tune.parts.compactMap { ($0 as? With)?.assignment }
        assignments =
            Self.measurements.map { Assignment($0, $0.definition.defaultValue) }
            + own.filter { !given.contains($0.setting) || Self.measurements.contains($0.setting) }
    }

    /// Keeps the settings of the grids that some place has.
    mutating func keep(grids places: [Int]) {
        settings = Set(places).sorted().flatMap { grids[$0] }
            .reduce(into: []) { (union: inout [AxisSpecification], axis) in
                guard let index = union.firstIndex(where: { $0.setting == axis.setting }) else {
                    return union.append(axis)
                }
                union[index].values += axis.values.filter { !union[index].values.contains($0) }
            }.map { AxisSpecification(setting: $0.setting, values: inOrder($0.values)) }
    }

    /// The settings that trials are given by the experiment.
    var given: [SettingName] {
        (settings + restrictions).map(\.setting)
            + assignments.map(\.setting).filter { !Self.measurements.contains($0) }
    }

    /// What trials have otherwise than the sweep, besides what is tuned and measured.
    var differences: [Override] {
        restrictions.map { Override($0.setting, $0.values) }
            + assignments.filter { !Self.measurements.contains($0.setting) }
            .map { Override($0.setting, [$0.value]) }
    }

    /// The grid of the cells with a configuration; nil where they read no grid whole.
    func grid(of configuration: Configuration) -> Int? {
        let read = configuration.canonical.reads
        return declared.firstIndex { $0.allSatisfy(read.contains) }
    }

    /// Whether a grid has a trial with these values.
    func hasTrial(_ values: [Assignment], in grid: [AxisSpecification]) -> Bool {
        settings.allSatisfy { setting in
            guard let value = values.first(where: { $0.setting == setting.setting })?.value else {
                return false
            }
            // What is not in the grid is not varied.
            let own = grid.first { $0.setting == setting.setting }
            return own.map { $0.values.contains(value) } ?? (value == setting.values.first)
        }
    }
}

/// The values of a tuned setting in their order: numbers by size, words as they stand.
func inOrder(_ values: [Value]) -> [Value] {
    values.sorted { first, second in
        switch (first, second) {
        case (.integer(let first), .integer(let second)): first < second
        case (.real(let first), .real(let second)): first < second
        case (.integer, _), (.real, _), (.text, _): false
        }
    }
}

extension Tune {
    /// The axes of the sweep that trials have other values on.
    func swept(by experiment: Experiment) -> [AxisSpecification] {
        specifications.filter { experiment.isAxis($0.setting) }
    }

    /// The grids of trials, the first one of the axes that the sweep has not.
    func grids(of experiment: Experiment) -> [[AxisSpecification]] {
        [specifications.filter { !experiment.isAxis($0.setting) }]
            + parts.compactMap { ($0 as? Otherwise)?.axes }
    }

    private var specifications: [AxisSpecification] {
        parts.compactMap { ($0 as? Axis)?.specification }
    }

    /// Checks the tuning for mistakes.
    /// - Throws: `SweepError`, `SettingError`.
    func check(in experiment: Experiment) throws {
        let user = "Tune"
        guard (1...1_000).contains(seeds) else {
            throw SweepError.tuningSeedCount(seeds)
        }
        guard !axes.isEmpty else { throw SweepError.nothingTuned("per names no axis") }
        guard !quantities.isEmpty else { throw SweepError.nothingTuned("by names no quantity") }
        var seen: Set<SettingName> = []
        for axis in axes {
            guard experiment.isAxis(axis), axis != .seed else {
                throw SweepError.notAnAxis(
                    axis, axes: experiment.axes.map(\.setting), user: user)
            }
            guard seen.insert(axis).inserted else {
                throw SweepError.sameAxisTwice(axis, user: user)
            }
        }
        for axis in swept(by: experiment) {
            guard seen.insert(axis.setting).inserted, axis.setting != .seed else {
                throw SweepError.restrictedTuningAxis(axis.setting)
            }
            try axis.validate()
        }
        for quantity in quantities {
            try experiment.check(quantity, of: user)
            guard quantity.better != .neither else {
                throw SweepError.noBetterSide(quantity.name, user: user)
            }
        }
        let grids = grids(of: experiment)
        for grid in grids { try check(grid, in: experiment) }
        let counts = grids.map { $0.reduce(1) { $0 * $1.values.count } }
        if let other = counts.first(where: { $0 != counts[0] }) {
            throw SweepError.unequalTrials(counts[0], other)
        }
        for part in parts {
            guard let with = part as? With else { continue }
            if experiment.isAxis(with.assignment.setting) {
                throw SweepError.assignedAxis(with.assignment.setting, value: with.assignment.value)
            }
            try with.assignment.setting.definition.validate(with.assignment.value)
        }
    }

    private func check(_ grid: [AxisSpecification], in experiment: Experiment) throws {
        guard !grid.isEmpty else { throw SweepError.nothingTuned("a grid of it has no axis") }
        var seen: Set<SettingName> = []
        for axis in grid {
            if experiment.isAxis(axis.setting) { throw SweepError.tunedAxis(axis.setting) }
            guard seen.insert(axis.setting).inserted else {
                throw SweepError.repeatedAxis(axis.setting)
            }
            try axis.validate()
        }
    }
}
