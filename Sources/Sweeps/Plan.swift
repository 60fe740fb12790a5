/// The cells of an experiment at a size: a lazy product of the axes, any one of them in constant
/// time and memory.
public struct Plan: Sendable {
    public let experiment: Experiment
    public let size: SizeName
    /// The swept axes, the slowest first, the seeds last.
    public let axes: [AxisSpecification]
    /// What all cells share.
    private let common: Configuration
    /// What the cells with one value on an axis have besides, all of it settings that are no axes.
    public let conditions: [(axis: Assignment, assignments: [Assignment])]
    /// Fills in what follows from other settings, such as the fingerprint of the data.
    private let completing: @Sendable (Configuration) -> Configuration

    /// Lays out `experiment` at `size`. An override of an axis replaces its values; an override of
    /// another setting with several values adds an axis before the seeds.
    /// - Parameter completing: fills in derived settings of one cell; called on each access.
    /// - Throws: `SweepError` for an unknown size, a value outside its domain, an axis twice.
    public init(
        _ experiment: Experiment, size: SizeName, overrides: [Override] = [],
        completing: @escaping @Sendable (Configuration) -> Configuration = { $0 }
    ) throws(SweepError) {
        guard let specification = experiment.sizes.first(where: { $0.name == size }) else {
            throw .unknownSize(
                size.rawValue, experiment: experiment.name,
                choices: experiment.sizes.map(\.name.rawValue))
        }
        var common = Configuration()
        for assignment in experiment.assignments + specification.assignments {
            try common.assign(assignment)
        }
        let seeds = AxisSpecification(
            setting: Setting.seed.name,
            values: (0..<(specification.seeds ?? experiment.seeds)).map(\.value))
        var axes = experiment.axes
        for axis in specification.axes {
            guard let index = axes.firstIndex(where: { $0.setting == axis.setting }) else {
                throw .notAnAxis(axis.setting, axes: axes.map(\.setting))
            }
            axes[index] = axis
        }
        var seedAxis = seeds
        var overridden: Set<String> = []
        for override in overrides {
            guard overridden.insert(override.setting).inserted else {
                throw .repeatedOverride(override.setting)
            }
            if override.setting == seedAxis.setting {
                seedAxis.values = override.values
            } else if let index = axes.firstIndex(where: { $0.setting == override.setting }) {
                axes[index].values = override.values
            } else if override.values.count > 1 {
                axes.append(AxisSpecification(setting: override.setting, values: override.values))
            } else if let value = override.values.first {
                common.set(override.setting, value)
            }
        }
        axes.append(seedAxis)
        try Self.validate(axes)
        conditions = try Self.conditions(
            of: experiment, on: axes, fixed: overridden.union(axes.map(\.setting)))
        self.experiment = experiment
        self.size = size
        self.axes = axes
        self.common = common
        self.completing = completing
    }

    /// The conditions of an experiment on values that are in the sweep.
    /// - Parameter fixed: settings that no condition changes.
    private static func conditions(
        of experiment: Experiment, on axes: [AxisSpecification], fixed: Set<String>
    ) throws(SweepError) -> [(axis: Assignment, assignments: [Assignment])] {
        var conditions: [(axis: Assignment, assignments: [Assignment])] = []
        for condition in experiment.conditions {
            guard let axis = axes.first(where: { $0.setting == condition.setting }) else {
                throw .notAnAxis(condition.setting, axes: axes.map(\.setting))
            }
            let place = Assignment(condition.setting, condition.value)
            var scratch = Configuration()
            for assignment in [place] + condition.assignments { try scratch.assign(assignment) }
            guard axis.values.contains(condition.value) else { continue }
            let free = condition.assignments.filter { !fixed.contains($0.setting) }
            conditions.append((place, free))
        }
        return conditions
    }

    private static func validate(_ axes: [AxisSpecification]) throws(SweepError) {
        var names: Set<String> = []
        for axis in axes {
            guard names.insert(axis.setting).inserted else { throw .repeatedAxis(axis.setting) }
            guard !axis.values.isEmpty else { throw .emptyAxis(axis.setting) }
            let definition = try Settings.named(axis.setting)
            var values: Set<Value> = []
            for value in axis.values {
                try definition.validate(value)
                guard values.insert(value).inserted else {
                    throw .repeatedValue(setting: axis.setting, value: value.description)
                }
            }
        }
    }
}

extension Plan {
    /// What all cells have that is no axis and not the default; some may have another value by a
    /// condition.
    public var shared: [Assignment] {
        var configuration = common
        for axis in axes { configuration.set(axis.setting, axis.values[0]) }
        let swept = Set(axes.map(\.setting))
        return completing(configuration).changes.filter { !swept.contains($0.setting) }
    }
}

/// One run of a plan.
public struct PlannedCell: Hashable, Sendable {
    /// Its place in the plan, from 0.
    public let index: Int
    /// Its value on each axis, in the plan's order.
    public let axes: [Assignment]
    public let configuration: Configuration
    /// The name of its file, without the extension; made when asked for, since most walks over a
    /// large plan do not.
    public var identity: String { cellIdentity(axes: axes, configuration: configuration) }
}

extension PlannedCell: CustomStringConvertible {
    /// Its place on the axes: `truncation=3 method=sg_linear seed=0`.
    public var description: String { axes.map(\.description).joined(separator: " ") }
}

extension Plan {
    /// The cell at one value of every axis.
    /// - Parameter place: `setting=value` for every axis, in any order.
    /// - Throws: `SweepError` when an axis is not named or does not have the value.
    public func cell(at place: [Override]) throws(SweepError) -> PlannedCell {
        var index = 0
        for axis in axes {
            guard let given = place.first(where: { $0.setting == axis.setting }),
                let value = given.values.first, given.values.count == 1
            else { throw .unplaced(axis: axis.setting, values: axis.values) }
            guard let position = axis.values.firstIndex(of: value) else {
                throw .notOnAxis(axis: axis.setting, value: value, values: axis.values)
            }
            index = index * axis.values.count + position
        }
        if let other = place.first(where: { given in
            !axes.contains { $0.setting == given.setting }
        }) {
            throw .notAnAxis(other.setting, axes: axes.map(\.setting))
        }
        return self[index]
    }
}

extension Plan: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { axes.reduce(1) { $0 * $1.values.count } }

    public subscript(index: Int) -> PlannedCell {
        precondition(indices.contains(index), "cell \(index) of a plan of \(count)")
        var remainder = index
        var values: [Assignment] = []
        var configuration = common
        for axis in axes.reversed() {
            let value = axis.values[remainder % axis.values.count]
            remainder /= axis.values.count
            values.append(Assignment(axis.setting, value))
            configuration.set(axis.setting, value)
        }
        values.reverse()
        for condition in conditions where values.contains(condition.axis) {
            for assignment in condition.assignments {
                configuration.set(assignment.setting, assignment.value)
            }
        }
        return PlannedCell(index: index, axes: values, configuration: completing(configuration))
    }
}
