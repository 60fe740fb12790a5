import Vocabulary

/// One `--set name=value[,value…]` of the command line: an axis or a setting given other values. For
/// a setting of whole numbers that are never negative, `first-last` is all from the first to the last.
package struct Override: Hashable, Sendable {
    package let setting: SettingName
    package let values: [Value]

    /// A setting with values that are known to be valid.
    init(_ setting: SettingName, _ values: [Value]) {
        self.setting = setting
        self.values = values
    }

    /// Reads `text` and checks every value. A comma separates values.
    /// - Throws: `SweepError`, `SettingError` naming what is wrong and what would be right.
    package init(parsing text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw SweepError.malformedOverride(text) }
        let word = String(parts[0])
        guard let name = SettingName(word: word) else { throw SettingError.unknownSetting(word) }
        guard name != .dataFingerprint else { throw SettingError.derivedSetting(name) }
        var values: [Value] = []
        var seen: Set<Value> = []
        for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            for value in try Self.values(of: String(part), for: name) {
                guard seen.insert(value).inserted else {
                    throw SweepError.repeatedValue(setting: name, value: value.description)
                }
                values.append(value)
            }
        }
        setting = name
        self.values = values
    }

    /// The one value, or the range of them, between two commas.
    private static func values(of text: String, for name: SettingName) throws -> [Value] {
        let definition = name.definition
        guard case .integers(let domain) = definition.domain, domain.lowerBound >= 0,
            let dash = text.dropFirst().firstIndex(of: "-")
        else { return [try definition.parse(text)] }
        guard case .integer(let first)? = definition.domain.parse(String(text[..<dash])),
            case .integer(let last)? = definition.domain.parse(
                String(text[text.index(after: dash)...])), first <= last
        else { throw SweepError.malformedRange(name, text, domain: definition.domain) }
        guard last - first < AxisLayout.cellLimit else {
            throw SweepError.tooManyCells(limit: AxisLayout.cellLimit)
        }
        return (first...last).map(\.value)
    }

    /// The override as the command line spells it.
    package var description: String {
        setting.word + "=" + values.map(\.description).joined(separator: ",")
    }
}
