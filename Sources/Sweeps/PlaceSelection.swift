import Vocabulary

/// A part of a sweep: the cells with some of the values on some of the axes, all of them unless it
/// says otherwise. A stage of the sweep without such an axis or value has no cell in it.
package struct PlaceSelection: Sendable {
    private var wanted: [SettingName: Set<Value>] = [:]

    /// The whole sweep.
    package init() {}

    /// Reads `axis=value[,value…]` words.
    /// - Parameter stages: the trials of a sweep and the sweep itself, or the sweep alone.
    /// - Throws: `SweepError`, `SettingError` for what is an axis of no stage, or not on it.
    package init(parsing words: [String], in stages: [Plan]) throws {
        for word in words {
            let part = try Override(parsing: word)
            let axes = stages.flatMap(\.axes)
            let values = axes.filter { $0.setting == part.setting }.flatMap(\.values)
            guard !values.isEmpty else {
                let names = axes.map(\.setting).reduce(into: [SettingName]()) { names, name in
                    if !names.contains(name) { names.append(name) }
                }
                throw SweepError.notAnAxis(part.setting, axes: names, user: "--where")
            }
            if let other = part.values.first(where: { !values.contains($0) }) {
                throw SweepError.notOnAxis(axis: part.setting, value: other, values: values)
            }
            guard wanted.updateValue(Set(part.values), forKey: part.setting) == nil else {
                throw SweepError.axisTwice(part.setting, user: "--where")
            }
        }
    }

    package var isWhole: Bool { wanted.isEmpty }

    /// Whether the cells at a place, one value an axis, are wanted.
    package func contains(_ place: [Assignment]) -> Bool {
        wanted.allSatisfy { setting, values in
            place.contains { $0.setting == setting && values.contains($0.value) }
        }
    }
}
