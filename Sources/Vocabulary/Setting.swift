/// The facts about one setting, whatever its type.
package struct SettingDefinition: Hashable, Sendable {
    package let name: SettingName
    /// The word on the command line, in `config_json` and, when swept, of the file's coordinate.
    package let word: String
    package let defaultValue: Value
    package let domain: Domain
    /// The unit in the file's `units` attribute; "1" for a pure number, "" for words.
    package let units: String
    /// One line for `presage list --settings` and the file's `long_name`.
    package let summary: String
    /// The settings read besides, by value, where the setting is a choice.
    let choices: [Value: Reads]
    /// The number that turns the setting off.
    let off: Double
    /// The settings read besides where the setting is another number than `off` or, if it has words
    /// but no choice of them, is not at its default.
    let whenOn: Reads

    /// The value that turns the setting off.
    var offValue: Value {
        switch defaultValue {
        case .integer, .real: .real(off)
        case .text: defaultValue
        }
    }

    /// The settings read besides where this one has `value`.
    func reads(at value: Value) -> Reads {
        switch value {
        case .integer(let integer): Double(integer) == off ? [] : whenOn
        case .real(let real): real == off ? [] : whenOn
        case .text: choices[value] ?? (value == defaultValue ? [] : whenOn)
        }
    }
}

/// A setting and the Swift type of its values, which makes `Axis(.truncation, [2, 3])` type-check
/// and `Axis(.truncation, ["two"])` not.
public struct Setting<Content: SettingValue>: Sendable {
    package let name: SettingName
    /// What is said where the setting is declared. A plan reads settings at every cell by their names
    /// alone; only the table of all definitions wants the rest.
    let declaration: @Sendable () -> SettingDefinition

    /// A setting that is a number, a text or a placement.
    /// - Parameter whenOn: the settings read besides unless it is 0, or none.
    init(
        _ name: SettingName, _ word: String, default content: Content, _ domain: Domain,
        units: String = "", whenOn: Reads = [], _ summary: String
    ) {
        self.init(name, word, content, { domain }, units, { [:] }, 0, whenOn, summary)
    }

    /// A setting that a number other than 0 turns off.
    /// - Parameters:
    ///   - off: that number.
    ///   - whenOn: the settings read besides unless it is `off`.
    init(
        _ name: SettingName, _ word: String, default content: Content, _ domain: Domain,
        units: String, whenOtherThan off: Double, _ whenOn: Reads, _ summary: String
    ) {
        self.init(name, word, content, { domain }, units, { [:] }, off, whenOn, summary)
    }

    private init(
        _ name: SettingName, _ word: String, _ content: Content,
        _ domain: @escaping @Sendable () -> Domain, _ units: String,
        _ choices: @escaping @Sendable () -> [Value: Reads], _ off: Double, _ whenOn: Reads,
        _ summary: String
    ) {
        self.name = name
        declaration = {
            let domain = domain()
            precondition(
                domain.contains(content.value),
                "the default \(content.value) of \(word) is not \(domain)")
            return SettingDefinition(
                name: name, word: word, defaultValue: content.value, domain: domain, units: units,
                summary: summary, choices: choices(), off: off, whenOn: whenOn)
        }
    }
}

extension Setting where Content: Choice {
    /// A setting with a closed set of words.
    init(_ name: SettingName, _ word: String, default content: Content, _ summary: String) {
        self.init(
            name, word, content, { .choices(Content.allCases.map(\.rawValue)) }, "",
            { Dictionary(uniqueKeysWithValues: Content.allCases.map { ($0.value, $0.reads) }) }, 0,
            [], summary)
    }
}

extension Setting where Content == Bool {
    /// A yes-or-no setting.
    init(_ name: SettingName, _ word: String, default content: Bool, _ summary: String) {
        self.init(
            name, word, content, { .choices(["yes", "no"]) }, "", { [:] }, 0, [], summary)
    }
}

extension Setting where Content == Method {
    /// The setting whose values are made of a rule, a synthesizer and its options.
    init(_ name: SettingName, _ word: String, default content: Method, _ summary: String) {
        self.init(
            name, word, content, { Method.domain }, "", { Method.readsByValue }, 0, [], summary)
    }
}
