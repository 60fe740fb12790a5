import Vocabulary

/// The cells of an experiment at a size: a lazy product of the axes, any one of them in constant
/// time and memory.
package struct Plan: Sendable {
    package let experiment: Experiment
    package let size: SizeName
    /// The swept axes, the slowest first, the seeds last.
    package private(set) var axes: [AxisSpecification]
    /// What a user changed of the experiment.
    package let overrides: [Override]
    /// The configuration that all cells share.
    private let common: Configuration
    /// The settings of the cells with one value on an axis, none of which is an axis itself.
    package let conditions: [(axis: Assignment, assignments: [Assignment])]
    /// Fills in what follows from other settings, such as the fingerprint of the data.
    private let completing: @Sendable (Configuration) -> Configuration
    package let stage: Stage
    /// The tuning of this sweep; nil where nothing is tuned.
    private(set) var tuning: TuningLayout?
    /// The grid of trials at each place on the axes before those of the grids and the seeds; empty where
    /// nothing is tuned.
    private(set) var grids: [Int] = []

    /// What the cells of a plan are for.
    package enum Stage: Sendable {
        /// Results, each with what was chosen for its place; those without a choice wait for it.
        case judged(TuningChoices?)
        /// Trials, among which to choose.
        case tuning
    }

    /// Lays out `experiment` at `size`. An override of an axis replaces its values; an override of
    /// another setting with several values adds an axis before the seeds.
    /// - Parameters:
    ///   - stage: what the cells are for.
    ///   - swept: settings that are axes though an override gives them one value: those that the place
    ///     of a cell names, whose name they are part of.
    ///   - completing: fills in derived settings of one cell; called on each access.
    /// - Throws: `SweepError`, `SettingError` for a faulty specification, an unknown size, a value
    ///   outside its domain, a setting that no cell reads.
    package init(
        _ experiment: Experiment, size: SizeName, overrides: [Override] = [],
        stage: Stage = .judged(nil), swept: Set<SettingName> = [],
        completing: @escaping @Sendable (Configuration) -> Configuration = { $0 }
    ) throws {
        let specification = try experiment.checked(size)
        let tuning = try experiment.tuning(at: specification, overrides: overrides)
        var layout = AxisLayout(experiment, specification)
        var common = Configuration()
        for assignment in experiment.assignments + specification.assignments {
            try common.assign(assignment)
        }
        for assignment in try layout.apply(overrides, swept: swept) {
            common.set(assignment.setting, assignment.value)
        }
        if let tuning {
            try layout.checkSeeds(besides: tuning.seeds)
            if case .tuning = stage { layout.restrict(to: tuning) }
        }
        try layout.validate()
        conditions = try layout.conditions(
            experiment.conditions + specification.conditions,
            fixed: Set(overrides.map(\.setting)))
        self.experiment = experiment
        self.size = size
        axes = layout.axes
        self.overrides = overrides
        self.common = common
        self.completing = completing
        self.stage = stage
        self.tuning = tuning
        if var tuning {
            grids = try gridsByPlace()
            tuning.keep(grids: grids)
            self.tuning = tuning.settings.isEmpty ? nil : tuning
            if isTuning {
                layout.add(gridsOf: tuning)
                try layout.validate()
                axes = layout.axes
            }
        }
        // One cell of a larger sweep need not read what other cells do.
        if swept.isEmpty {
            // What a user leaves of a sweep need not have trials that read what trials are given.
            let given = overrides.isEmpty ? given(specification) : overrides.map(\.setting)
            if overrides.isEmpty || !isTuning { try checkReads(of: given) }
        }
    }

    /// Every setting that the specification gives a value. What trials do without the sweep may read:
    /// of theirs it is what they have otherwise.
    private func given(_ specification: SizeSpecification) -> [SettingName] {
        if let tuning, isTuning { return tuning.given }
        return (experiment.assignments + specification.assignments).map(\.setting)
            + axes.map(\.setting) + conditions.flatMap { $0.assignments.map(\.setting) }
    }

    /// Checks that some cell reads each setting.
    /// - Throws: `SweepError.unread` for the first of `names` that no cell reads.
    private func checkReads(of names: [SettingName]) throws(SweepError) {
        var read = SettingSet()
        for configuration in configurationsWithoutSeeds {
            read.formUnion(configuration.canonical.reads)
            if names.allSatisfy(read.contains) { return }
        }
        if let name = names.first(where: { !read.contains($0) }) {
            throw .unread(name, readers: name.readers)
        }
    }
}

extension Plan {
    /// The settings of all cells that are no axes, not tuned and not at their defaults; some may have
    /// another value by a condition.
    package var shared: [Assignment] {
        var swept = Set(axes.map(\.setting) + tunedSettings)
        // It goes by the data.
        if swept.contains(.data) || swept.contains(.task) { swept.insert(.dataFingerprint) }
        return configuration(at: 0).changes.filter { !swept.contains($0.setting) }
    }

    /// The configurations of the cells, one for all seeds of a place: nothing but the numbers drawn
    /// depends on a seed, unless a condition does.
    package var configurationsWithoutSeeds: some Sequence<Configuration> {
        let isConditional = conditions.contains { $0.axis.setting == .seed }
        let seeds = isConditional ? 1 : axes.last?.values.count ?? 1
        return stride(from: 0, to: count, by: seeds).lazy.map { configuration(at: $0) }
    }

    /// The cells with different results, each at its first place in the plan; one at a time, since a
    /// plan may be large.
    package var distinctCells: some Sequence<PlannedCell> { distinctCells(in: PlaceSelection()) }

    /// The cells of a part of the plan with different results, each at its first place in that part.
    package func distinctCells(in part: PlaceSelection) -> some Sequence<PlannedCell> {
        sequence(state: (index: 0, known: Set<String>())) { state in
            while state.index < count {
                defer { state.index += 1 }
                guard part.isWhole || part.contains(place(of: state.index)),
                    isPlanned(state.index)
                else { continue }
                let cell = self[state.index]
                if state.known.insert(cell.identity).inserted { return cell }
            }
            return nil
        }
    }
}

extension Plan: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { axes.reduce(1) { $0 * $1.values.count } }

    package subscript(index: Int) -> PlannedCell {
        precondition(indices.contains(index), "cell \(index) of a plan of \(count)")
        return PlannedCell(
            index: index, axes: place(of: index), chosen: chosen(at: index),
            configuration: configuration(at: index))
    }

    /// The value of a cell on each axis.
    func place(of index: Int) -> [Assignment] {
        var remainder = index
        var place: [Assignment] = []
        for axis in axes.reversed() {
            place.append(
                Assignment(axis.setting, axis.values[remainder % axis.values.count]))
            remainder /= axis.values.count
        }
        return place.reversed()
    }

    /// The configuration of a cell, for walks that want no more of it: a name takes longest. Where a
    /// choice is awaited it is that without one.
    package func configuration(at index: Int) -> Configuration {
        var configuration = untuned(at: index)
        for assignment in chosen(at: index) + trial(at: index) {
            configuration.set(assignment.setting, assignment.value)
        }
        return completing(configuration)
    }

    /// The configuration of a cell but for what is tuned and what follows from other settings.
    func untuned(at index: Int) -> Configuration {
        let place = place(of: index)
        var configuration = common
        let tuned = isTuning ? tunedSettings : []
        for assignment in place where !tuned.contains(assignment.setting) {
            configuration.set(assignment.setting, assignment.value)
        }
        for condition in conditions where place.contains(condition.axis) {
            for assignment in condition.assignments {
                configuration.set(assignment.setting, assignment.value)
            }
        }
        for assignment in isTuning ? tuning?.assignments ?? [] : [] {
            configuration.set(assignment.setting, assignment.value)
        }
        return configuration
    }
}
