import Vocabulary

/// The grid: `Sweep { Axis(.truncation, [2, 3]); Seeds(5) }`. The last axis varies fastest.
public struct Sweep: ExperimentPart {
    let parts: [any SweepPart]

    public init(@ListBuilder<any SweepPart> _ parts: () -> [any SweepPart]) { self.parts = parts() }

    public func add(to experiment: inout Experiment) {
        for part in parts { part.add(to: &experiment) }
    }
}

/// Something a sweep is declared of.
public protocol SweepPart: Sendable {
    /// Adds its declarations.
    func add(to experiment: inout Experiment)
}

/// One dimension of the grid.
public struct AxisSpecification: Hashable, Sendable {
    package let setting: SettingName
    package internal(set) var values: [Value]
}

/// A setting and the values it takes, in the sweep or, instead of those, in one of its sizes.
public struct Axis: SweepPart, SizePart {
    let specification: AxisSpecification

    public init<Content>(_ setting: Setting<Content>, _ values: [Content]) {
        specification = AxisSpecification(setting: setting.name, values: values.map(\.value))
    }

    public func add(to experiment: inout Experiment) { experiment.axes.append(specification) }

    public func add(to size: inout SizeSpecification) { size.axes.append(specification) }
}

/// How many seeds, counted from 0; a size may have its own number.
public struct Seeds: SweepPart {
    let count: Int

    public init(_ count: Int) { self.count = count }

    public func add(to experiment: inout Experiment) { experiment.seeds = count }
}

/// How large an experiment is run.
public enum SizeName: String, CaseIterable, Sendable {
    /// Seconds: what tests run.
    case smoke
    /// The whole experiment in about a minute on two cores.
    case quick
    /// At most 45 minutes on two cores.
    case desk
    /// The paper's own sizes, for a cluster.
    case paper
}

/// A size with what it changes.
public struct SizeSpecification: Sendable {
    package let name: SizeName
    package internal(set) var assignments: [Assignment]
    /// Axes of the sweep that have other values at this size.
    package internal(set) var axes: [AxisSpecification] = []
    /// Nil: as many as the sweep declares.
    package let seeds: Int?
}

/// Something a size is declared of besides.
public protocol SizePart: Sendable {
    /// Adds its declarations.
    func add(to size: inout SizeSpecification)
}

/// A size: its budget, its number of seeds, and any setting or axis that differs at this size.
public struct Size: ExperimentPart {
    let specification: SizeSpecification

    /// A budget in optimizer updates.
    public init(
        _ name: SizeName, updates: Int, seeds: Int? = nil,
        @ListBuilder<any SizePart> _ parts: () -> [any SizePart] = { [] }
    ) {
        self.init(name, unit: .updates, budget: updates, seeds: seeds, parts())
    }

    /// A budget in time steps per sequence, the same for every truncation.
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

    public func add(to experiment: inout Experiment) { experiment.sizes.append(specification) }
}
