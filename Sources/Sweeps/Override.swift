/// One `--set name=value[,value…]` of the command line: an axis or a setting given other values.
public struct Override: Hashable, Sendable {
    public let setting: String
    public let values: [Value]

    /// Reads `text` and checks every value. A comma separates values.
    /// - Throws: `SweepError` naming what is wrong and what would be right.
    public init(parsing text: String) throws(SweepError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw .malformedOverride(text) }
        let definition = try Settings.named(String(parts[0]))
        guard definition.name != Setting.dataFingerprint.name else {
            throw .derivedSetting(definition.name)
        }
        var values: [Value] = []
        for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            let value = try definition.parse(String(part))
            guard !values.contains(value) else {
                throw .repeatedValue(setting: definition.name, value: String(part))
            }
            values.append(value)
        }
        setting = definition.name
        self.values = values
    }

    /// How the command line spells it.
    public var description: String {
        setting + "=" + values.map(\.description).joined(separator: ",")
    }
}
