import Foundation

/// The value of one setting, as an axis lists, a configuration holds and a file stores it.
///
/// A closed enumeration, so that a specification type-checks in milliseconds and a value has one
/// spelling everywhere: on the command line, in `cell_id`, in JSON and in HDF5. Yes-or-no settings
/// are the texts `yes` and `no`, because HDF5 readers disagree on booleans.
public enum Value: Hashable, Sendable {
    /// A whole number.
    case integer(Int)
    /// A number.
    case real(Double)
    /// A word or another text.
    case text(String)
}

extension Value: CustomStringConvertible {
    /// The spelling used on the command line and in reports: `3`, `0.001`, `sg_linear`.
    public var description: String {
        switch self {
        case .integer(let integer): "\(integer)"
        case .real(let real): real == real.rounded() && abs(real) < 1e6 ? "\(Int(real))" : "\(real)"
        case .text(let text): text
        }
    }

    /// The spelling in canonical JSON. Reals keep their shortest exact form (`1.0`, `0.001`), so
    /// that equal configurations, and only they, have equal JSON.
    var json: String {
        switch self {
        case .integer(let integer): "\(integer)"
        case .real(let real): "\(real)"
        case .text(let text): jsonQuoted(text)
        }
    }
}

/// `text` as a JSON string literal.
func jsonQuoted(_ text: String) -> String {
    // Nearly all texts are words: a large plan has millions of them.
    let isPlain = text.utf8.allSatisfy {
        $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return "\"" + text + "\"" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

/// A Swift type that a setting can have.
public protocol SettingValue: Sendable {
    /// The value as files and the command line have it.
    var value: Value { get }
    /// Reads a stored value; nil when it is not of this type.
    init?(_ value: Value)
    /// The value as experiment files spell it: `0.001`, `.lstm`.
    var spelling: String { get }
}

extension SettingValue {
    /// The number, which experiment files spell as the command line does.
    public var spelling: String { "\(value)" }
}

extension Int: SettingValue {
    /// The whole number as a value.
    public var value: Value { .integer(self) }

    /// Reads a whole number; nil for a value of another kind.
    public init?(_ value: Value) {
        guard case .integer(let integer) = value else { return nil }
        self = integer
    }
}

extension Double: SettingValue {
    /// The number as a value. Zero has no sign: −0 would be another cell with the same result.
    public var value: Value { .real(self == 0 ? 0 : self) }

    /// Reads a number; nil for a value of another kind.
    public init?(_ value: Value) {
        guard case .real(let real) = value else { return nil }
        self = real
    }
}

extension String: SettingValue {
    /// The text as a value.
    public var value: Value { .text(self) }

    /// Reads a text; nil for a value of another kind.
    public init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self = text
    }

    /// The text in quotation marks.
    public var spelling: String { debugDescription }
}
