import Vocabulary

/// An entry of a list of what can be named.
struct VocabularyEntry {
    /// The expression in an experiment file: `.solvedLength`, `With(.cell, .gru)`.
    let spelling: String
    /// The word on the command line and in the files: `solved_length`, `cell=gru`.
    let word: String
    /// What it is, in parts that a line joins.
    let facts: [String]

    /// The measured quantities; the word is the variable's name, with its unit.
    static var measures: [VocabularyEntry] {
        Quantity.listing.map { spelling, quantity in
            VocabularyEntry(
                spelling: spelling,
                word: quantity.name + Quantity.bracketed(quantity.unit, ("[", "]")),
                facts: [quantity.longName, quantity.resolution.phrase, quantity.better.phrase]
                    .compactMap { $0 } + forms(of: quantity))
        }
    }

    /// The training methods; the word is a value of the setting `method`.
    static var methods: [VocabularyEntry] {
        Method.allCases.map { method in
            VocabularyEntry(
                spelling: method.spelling, word: method.name,
                facts: [method.label, method.source, "for \(networks(of: method))"])
        }
    }

    /// The settings at their defaults.
    static var settings: [VocabularyEntry] {
        SettingName.allCases.map(\.definition).map { setting in
            let unit = Quantity.bracketed(setting.units, ("[", "]"))
            return VocabularyEntry(
                spelling: "With(.\(setting.spelling), \(setting.defaultSpelling))",
                word: "\(setting.word)=\(setting.defaultValue)\(unit)",
                facts: [
                    setting.summary,
                    setting.name == .method
                        ? "presage list --methods has them all" : setting.domain.description,
                ])
        }
    }

    /// The values of the settings with a closed set of words, those of methods apart.
    static var words: [VocabularyEntry] {
        SettingName.allCases.filter { $0 != .method }.map(\.definition).flatMap { setting in
            setting.domain.words.map { word in
                VocabularyEntry(
                    spelling:
                        "With(.\(setting.spelling), \(setting.spellings[.text(word)] ?? word))",
                    word: "\(setting.word)=\(word)",
                    facts: source(of: word, setting.name) ?? [setting.summary])
            }
        }
    }

    /// The label and the source of a task or a cell; nil for other words.
    private static func source(of word: String, _ setting: SettingName) -> [String]? {
        if setting == .task, let spec = TaskKind(rawValue: word)?.spec {
            return [spec.label, spec.source]
        }
        if setting == .cell, let spec = CellKind(rawValue: word)?.spec {
            return [spec.label, spec.source]
        }
        return nil
    }

    private static func networks(of method: Method) -> String {
        NetworkFamily.allCases.filter(method.trains).map { family in
            switch family {
            case .recurrent: "recurrent networks"
            case .layered: "layers"
            }
        }.joined(separator: " and ")
    }

    private static func forms(of quantity: Quantity) -> [String] {
        guard let forms = quantity.forms else { return [] }
        let names = [(TaskForm.episodes, "sequences"), (.stream, "text"), (.images, "images")]
        return ["of \(names.filter { forms.contains($0.0) }.map(\.1).joined(separator: " and "))"]
    }
}

extension Quantity.Resolution {
    /// The kind of values in words; nil for real numbers.
    fileprivate var phrase: String? {
        switch self {
        case .continuous: nil
        case .step(1): "whole numbers"
        case .step(let step): "multiples of \(step)"
        case .share(let counted, _): "a share of \(counted.name)"
        }
    }
}

extension Quantity.Side {
    /// The better side in words; nil where there is none.
    fileprivate var phrase: String? {
        switch self {
        case .higher: "higher is better"
        case .lower: "lower is better"
        case .neither: nil
        }
    }
}
