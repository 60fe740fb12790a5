/// The facts about one setting, whatever its type.
package struct SettingDefinition: Hashable, Sendable {
    package let name: SettingName
    /// The word on the command line, in `config_json` and, when swept, of the file's coordinate.
    package let word: String
    /// The name in experiment files, that of the property which declares it: `learningRate`.
    package let spelling: String
    package let defaultValue: Value
    /// The default as experiment files spell it.
    package let defaultSpelling: String
    package let domain: Domain
    /// The unit in the file's `units` attribute; "1" for a pure number, "" for words.
    package let units: String
    /// One line for `presage list --settings` and the file's `long_name`.
    package let summary: String
    /// The words as experiment files spell them, where the setting is a choice.
    package let spellings: [Value: String]
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
    /// - Parameters:
    ///   - whenOn: the settings read besides unless it is 0, or none.
    ///   - property: the property that declares it, here and below, as the compiler knows it: the name
    ///     that lists give is one that compiles.
    init(
        _ name: SettingName, _ word: String, default content: Content, _ domain: Domain,
        units: String = "", whenOn: Reads = [], _ summary: String,
        property: StaticString = #function
    ) {
        self.init(name, word, content, { domain }, units, nil, 0, whenOn, summary, property)
    }

    /// A setting that a number other than 0 turns off.
    /// - Parameters:
    ///   - off: that number.
    ///   - whenOn: the settings read besides unless it is `off`.
    init(
        _ name: SettingName, _ word: String, default content: Content, _ domain: Domain,
        units: String, whenOtherThan off: Double, _ whenOn: Reads, _ summary: String,
        property: StaticString = #function
    ) {
        self.init(name, word, content, { domain }, units, nil, off, whenOn, summary, property)
    }

    private init(
        _ name: SettingName, _ word: String, _ content: Content,
        _ domain: @escaping @Sendable () -> Domain, _ units: String,
        _ choices: (@Sendable () -> Choices)?, _ off: Double, _ whenOn: Reads,
        _ summary: String, _ property: StaticString
    ) {
        self.name = name
        declaration = {
            let domain = domain()
            let choices = choices?() ?? Choices(reads: [:], spellings: [:])
            precondition(
                domain.contains(content.value),
                "the default \(content.value) of \(word) is not \(domain)")
            return SettingDefinition(
                name: name, word: word, spelling: "\(property)", defaultValue: content.value,
                defaultSpelling: content.spelling, domain: domain, units: units, summary: summary,
                spellings: choices.spellings, choices: choices.reads, off: off, whenOn: whenOn)
        }
    }
}

/// The words of a choice: the settings read besides, and how experiment files spell them.
private struct Choices {
    let reads: [Value: Reads]
    let spellings: [Value: String]

    init(reads: [Value: Reads], spellings: [Value: String]) {
        (self.reads, self.spellings) = (reads, spellings)
    }

    init<Content: Choice>(of contents: [Content]) {
        reads = Dictionary(uniqueKeysWithValues: contents.map { ($0.value, $0.reads) })
        spellings = Dictionary(uniqueKeysWithValues: contents.map { ($0.value, $0.spelling) })
    }
}

extension Setting where Content: Choice {
    /// A setting with a closed set of words.
    init(
        _ name: SettingName, _ word: String, default content: Content, _ summary: String,
        property: StaticString = #function
    ) {
        self.init(
            name, word, content, { .choices(Content.allCases.map(\.rawValue)) }, "",
            { Choices(of: Content.allCases) }, 0, [], summary, property)
    }
}

extension Setting where Content == Bool {
    /// A yes-or-no setting.
    init(
        _ name: SettingName, _ word: String, default content: Bool, _ summary: String,
        property: StaticString = #function
    ) {
        self.init(
            name, word, content, { .choices(["yes", "no"]) }, "",
            {
                Choices(
                    reads: [:], spellings: [true.value: true.spelling, false.value: false.spelling])
            },
            0, [], summary, property)
    }
}

extension Setting where Content == Method {
    /// The setting whose values are made of a rule, a synthesizer and its options.
    init(
        _ name: SettingName, _ word: String, default content: Method, _ summary: String,
        property: StaticString = #function
    ) {
        self.init(
            name, word, content, { Method.domain }, "",
            { Choices(reads: Method.readsByValue, spellings: Method.spellingsByValue) }, 0, [],
            summary, property)
    }
}
