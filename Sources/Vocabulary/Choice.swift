/// A closed set of words that a setting can have: an enumeration, so that a misspelt word in an
/// experiment file does not compile.
public protocol Choice: SettingValue, CaseIterable, Hashable, RawRepresentable
where RawValue == String, AllCases == [Self] {
    /// The settings that are read where this is chosen.
    var reads: Reads { get }
}

extension Choice {
    /// No settings, unless a choice names some.
    public var reads: Reads { [] }

    /// The word as a text.
    public var value: Value { .text(rawValue) }

    /// The case: `.lstmLayerNorm`.
    public var spelling: String { ".\(self)" }

    /// Reads a word; nil when it is none of the choices.
    public init?(_ value: Value) {
        guard case .text(let word) = value else { return nil }
        self.init(rawValue: word)
    }
}

extension Bool: SettingValue {
    /// The text `yes` or `no`: HDF5 readers disagree on booleans.
    public var value: Value { .text(self ? "yes" : "no") }

    /// `true` or `false`.
    public var spelling: String { "\(self)" }

    /// Reads `yes` or `no`; nil for anything else.
    public init?(_ value: Value) {
        switch value {
        case .text("yes"): self = true
        case .text("no"): self = false
        case .text, .integer, .real: return nil
        }
    }
}
