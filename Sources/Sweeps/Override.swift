import Vocabulary

/// One `--set name=value[,value…]` of the command line: an axis or a setting given other values.
package struct Override: Hashable, Sendable {
    package let setting: SettingName
    package let values: [Value]

    /// Reads `text` and checks every value. A comma separates values.
    /// - Throws: `SweepError`, `SettingError` naming what is wrong and what would be right.
    package init(parsing text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw SweepError.malformedOverride(text) }
        let word = String(parts[0])
        guard let name = SettingName(word: word) else { throw SettingError.unknownSetting(word) }
        guard name != .dataFingerprint else { throw SettingError.derivedSetting(name) }
        var values: [Value] = []
        for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            let value = try name.definition.parse(String(part))
            guard !values.contains(value) else {
                throw SweepError.repeatedValue(setting: name, value: String(part))
            }
            values.append(value)
        }
        setting = name
        self.values = values
    }

    /// The override as the command line spells it.
    package var description: String {
        setting.word + "=" + values.map(\.description).joined(separator: ",")
    }
}
