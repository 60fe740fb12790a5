/// What is known about one setting, whatever its type.
public struct SettingDefinition: Hashable, Sendable {
    /// The name on the command line, in `config_json` and, when swept, of the file's coordinate.
    public let name: String
    public let defaultValue: Value
    public let domain: Domain
    /// The unit in the file's `units` attribute; "1" for a pure number, "" for words.
    public let units: String
    /// One line for `presage list --settings` and the file's `long_name`.
    public let summary: String
}

/// A setting and the Swift type of its values: what makes `Axis(.truncation, [2, 3])` type-check
/// and `Axis(.truncation, ["two"])` not.
public struct Setting<Content: SettingValue>: Sendable {
    public let definition: SettingDefinition
    /// The default as the type the program uses.
    let defaultContent: Content

    public var name: String { definition.name }

    init(
        _ name: String, default content: Content, _ domain: Domain, units: String = "",
        _ summary: String
    ) {
        precondition(
            domain.contains(content.value),
            "the default \(content.value) of \(name) is not \(domain)")
        defaultContent = content
        definition = SettingDefinition(
            name: name, defaultValue: content.value, domain: domain, units: units, summary: summary)
    }
}

extension SettingDefinition {
    /// Reads a value of this setting from the command line.
    /// - Throws: `SweepError.invalidValue` naming the text and the domain.
    func parse(_ text: String) throws(SweepError) -> Value {
        guard let value = domain.parse(text) else {
            throw .invalidValue(setting: name, value: text, domain: domain)
        }
        return value
    }

    /// - Throws: `SweepError.invalidValue` when `value` is outside the domain.
    func validate(_ value: Value) throws(SweepError) {
        guard domain.contains(value) else {
            throw .invalidValue(setting: name, value: value.description, domain: domain)
        }
    }
}
