import Vocabulary

/// One run of a plan, at one place on its axes.
package struct PlannedCell: Hashable, Sendable {
    /// The cell's place in the plan, from 0.
    package let index: Int
    /// The cell's value on each axis, in the plan's order.
    package let axes: [Assignment]
    /// The settings that a tuning chose for it.
    package let chosen: [Assignment]
    package let configuration: Configuration
    /// The name of its file, without the extension. Cells with the same result have the same name.
    package let identity: String

    init(index: Int, axes: [Assignment], chosen: [Assignment], configuration: Configuration) {
        self.index = index
        self.axes = axes
        self.chosen = chosen
        self.configuration = configuration
        identity = configuration.identity(axes: axes.map(\.setting))
    }
}

extension PlannedCell: CustomStringConvertible {
    /// The cell's place on the axes: `truncation=3 method=sg_linear seed=0`.
    package var description: String { axes.map(\.description).joined(separator: " ") }
}

extension Plan {
    /// The cell at one value of every axis.
    /// - Parameter place: `setting=value` for every axis, in any order.
    /// - Throws: `SweepError` when an axis is not named or does not have the value, or when there is no
    ///   cell there: no such trial, or settings that are still to be chosen.
    package func cell(at place: [Override]) throws(SweepError) -> PlannedCell {
        var named: Set<SettingName> = []
        for given in place where !named.insert(given.setting).inserted {
            throw .placedTwice(axis: given.setting)
        }
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
            throw .notAnAxis(other.setting, axes: axes.map(\.setting), user: "--at")
        }
        guard isPlanned(index) else {
            throw isTuning ? .noTrial(self.place(of: index)) : .unchosen(self.place(of: index))
        }
        return self[index]
    }
}
