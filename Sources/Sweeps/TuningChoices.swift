import Vocabulary

/// What a tuning chose, as far as its trials have ended.
package struct TuningChoices: Sendable {
    /// The axes at each place of which a choice is made.
    package let axes: [SettingName]
    private var settings: [[Value]: [Assignment]] = [:]

    /// No choice yet, at any place on `axes`.
    package init(axes: [SettingName]) { self.axes = axes }

    /// Takes in the choice at a place.
    /// - Parameter place: a value on each of the axes, in their order.
    package mutating func choose(_ chosen: [Assignment], at place: [Value]) {
        settings[place] = chosen
    }

    /// The settings chosen at a place; nil as long as its trials go on.
    func settings(at place: [Assignment]) -> [Assignment]? {
        let key = axes.compactMap { axis in place.first { $0.setting == axis }?.value }
        return settings[key]
    }
}
