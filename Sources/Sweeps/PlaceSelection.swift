import Vocabulary

/// A part of a sweep: the cells with some of the values on some of the axes, all of them unless it
/// says otherwise.
package struct PlaceSelection: Sendable {
    /// The values wanted, by the position of their axis.
    private var wanted: [Int: Set<Value>] = [:]

    /// The whole sweep.
    package init() {}

    /// Reads `axis=value[,value…]` words.
    /// - Throws: `SweepError`, `SettingError` for what is no axis of `plan`, or not on it.
    package init(parsing words: [String], in plan: Plan) throws {
        for word in words {
            let part = try Override(parsing: word)
            guard let place = plan.axes.firstIndex(where: { $0.setting == part.setting }) else {
                throw SweepError.notAnAxis(
                    part.setting, axes: plan.axes.map(\.setting), user: "--where")
            }
            let values = plan.axes[place].values
            if let other = part.values.first(where: { !values.contains($0) }) {
                throw SweepError.notOnAxis(axis: part.setting, value: other, values: values)
            }
            guard wanted.updateValue(Set(part.values), forKey: place) == nil else {
                throw SweepError.axisTwice(part.setting, user: "--where")
            }
        }
    }

    package var isWhole: Bool { wanted.isEmpty }

    /// Whether the cells at a place, one value an axis, are wanted.
    package func contains(_ place: [Assignment]) -> Bool {
        wanted.allSatisfy { $0.value.contains(place[$0.key].value) }
    }
}
