import Vocabulary

/// The grid: `Sweep { Axis(.truncation, [2, 3]); Seeds(5) }`. The last axis varies fastest.
public struct Sweep: ExperimentPart {
    let parts: [any SweepPart]

    /// The grid of these axes and seeds.
    public init(@ListBuilder<any SweepPart> _ parts: () -> [any SweepPart]) { self.parts = parts() }

    /// Adds the axes and the number of seeds.
    public func add(to experiment: inout Experiment) {
        for part in parts { part.add(to: &experiment) }
    }
}

/// A part of a sweep's declaration.
public protocol SweepPart: Sendable {
    /// Adds the part's declarations.
    func add(to experiment: inout Experiment)
}

/// One dimension of the grid.
public struct AxisSpecification: Hashable, Sendable {
    package let setting: SettingName
    package internal(set) var values: [Value]
}

/// A setting and the values it takes in the sweep or, in their place, at one of its sizes.
public struct Axis: SweepPart, SizePart {
    let specification: AxisSpecification

    /// An axis with its values, in their order.
    public init<Content>(_ setting: Setting<Content>, _ values: [Content]) {
        specification = AxisSpecification(setting: setting.name, values: values.map(\.value))
    }

    /// Adds the axis to the sweep.
    public func add(to experiment: inout Experiment) { experiment.axes.append(specification) }

    /// Replaces the axis's values at this size.
    public func add(to size: inout SizeSpecification) { size.axes.append(specification) }
}

/// The number of seeds, counted from 0 unless it says otherwise; a size may have its own.
public struct Seeds: SweepPart {
    let count: Int
    let first: Int

    /// The seeds from `first` to `first` + `count` − 1. A question that is asked again after its answer has
    /// been seen needs seeds that had no part in it.
    public init(_ count: Int, from first: Int = 0) {
        (self.count, self.first) = (count, first)
    }

    /// Sets the number of seeds and the first.
    public func add(to experiment: inout Experiment) {
        (experiment.seeds, experiment.firstSeed) = (count, first)
    }
}

/// The sizes at which an experiment can be run.
public enum SizeName: String, CaseIterable, Sendable {
    /// A few seconds, for tests.
    case smoke
    /// The whole experiment in about a minute on two cores.
    case quick
    /// Up to 90 minutes on two cores.
    case desk
    /// The size of the published experiments, for a cluster.
    case paper
}

/// A size with what it changes.
public struct SizeSpecification: Sendable {
    package let name: SizeName
    package internal(set) var assignments: [Assignment]
    /// Axes of the sweep that have other values at this size.
    package internal(set) var axes: [AxisSpecification] = []
    /// The settings of the cells with one value on an axis, at this size.
    package internal(set) var conditions: [Where] = []
    /// What is tuned before the sweep at this size; one at most.
    package internal(set) var tunings: [Tune] = []
    /// The number of seeds; nil: as many as the sweep declares.
    package let seeds: Int?
}

/// A part of a size's declaration.
public protocol SizePart: Sendable {
    /// Adds the part's declarations.
    func add(to size: inout SizeSpecification)
}

/// A size: its budget, its number of seeds, and any setting or axis that differs at this size.
public struct Size: ExperimentPart {
    let specification: SizeSpecification

    /// A size with a budget in optimizer updates.
    public init(
        _ name: SizeName, updates: Int, seeds: Int? = nil,
        @ListBuilder<any SizePart> _ parts: () -> [any SizePart] = { [] }
    ) {
        self.init(name, unit: .updates, budget: updates, seeds: seeds, parts())
    }

    /// A size with a budget in time steps per sequence, the same for every truncation.
    public init(
        _ name: SizeName, timeSteps: Int, seeds: Int? = nil,
        @ListBuilder<any SizePart> _ parts: () -> [any SizePart] = { [] }
    ) {
        self.init(name, unit: .timeSteps, budget: timeSteps, seeds: seeds, parts())
    }

    private init(
        _ name: SizeName, unit: BudgetUnit, budget: Int, seeds: Int?, _ parts: [any SizePart]
    ) {
        var specification = SizeSpecification(
            name: name,
            assignments: [Assignment(.budgetUnit, unit), Assignment(.budget, budget)],
            seeds: seeds)
        for part in parts { part.add(to: &specification) }
        self.specification = specification
    }

    /// Adds the size to the experiment.
    public func add(to experiment: inout Experiment) { experiment.sizes.append(specification) }
}
