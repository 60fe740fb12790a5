/// The settings of one run: what is not given has its default.
package struct Configuration: Hashable, Sendable {
    /// The values, by the setting's place in the list of all.
    private var values: [Value]

    private static let defaults = SettingName.allCases.map(\.definition.defaultValue)

    /// Every setting at its default.
    package init() { values = Self.defaults }

    /// The value of `setting`, in its own type.
    package subscript<Content>(setting: Setting<Content>) -> Content {
        get {
            let value = values[setting.name.rawValue]
            guard let content = Content(value) else {
                preconditionFailure("\(setting.name) is '\(value)'")
            }
            return content
        }
        set { values[setting.name.rawValue] = newValue.value }
    }

    /// The value of a setting.
    package func value(of name: SettingName) -> Value { values[name.rawValue] }

    /// Gives a setting a value.
    /// - Throws: `SettingError.invalidValue` when the setting does not accept it.
    package mutating func assign(_ assignment: Assignment) throws(SettingError) {
        try assignment.setting.definition.validate(assignment.value)
        values[assignment.setting.rawValue] = assignment.value
    }

    /// Gives a setting a value that is known to be valid.
    package mutating func set(_ name: SettingName, _ value: Value) { values[name.rawValue] = value }

    /// Gives a setting its default.
    package mutating func reset(_ name: SettingName) {
        values[name.rawValue] = Self.defaults[name.rawValue]
    }

    /// Whether true gradients are measured.
    package var isDiagnosed: Bool { self[.diagnoseEvery] > 0 || self[.diagnoseAt] != .none }

    /// The settings that are not at their defaults, in the order of the list of all.
    package var changes: [Assignment] {
        SettingName.allCases.compactMap { name in
            let value = values[name.rawValue]
            return value == Self.defaults[name.rawValue] ? nil : Assignment(name, value)
        }
    }
}

/// One setting given a value.
package struct Assignment: Hashable, Sendable {
    package let setting: SettingName
    package let value: Value

    package init(_ setting: SettingName, _ value: Value) {
        self.setting = setting
        self.value = value
    }

    /// A setting given a value of its own type.
    package init<Content>(_ setting: Setting<Content>, _ content: Content) {
        self.init(setting.name, content.value)
    }
}

extension Assignment: CustomStringConvertible {
    /// The assignment as the command line spells it: `truncation=3`.
    package var description: String { "\(setting)=\(value)" }
}
