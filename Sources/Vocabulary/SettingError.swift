/// A fault of a setting or of its value.
package enum SettingError: Error, Hashable, Sendable {
    case unknownSetting(String)
    case invalidValue(setting: SettingName, value: String, domain: Domain)
    /// A setting that is computed and cannot be set.
    case derivedSetting(SettingName)
    /// A text that is not the JSON of a configuration.
    case malformedConfiguration(String)
    /// A configuration that another version of this program wrote.
    case otherSchemaVersion(String)
}

extension SettingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownSetting(let word):
            let words = SettingName.allCases.map(\.word)
            let hint = hint(at: word, among: words)
            return "unknown setting '\(oneLine(word))': \(hint)settings are "
                + words.joined(separator: ", ")
        case .invalidValue(let setting, let value, let domain):
            let lost = domain.isLost(value) ? ", and of a size that single precision has" : ""
            let hint = hint(at: value, among: domain.words)
            return "\(setting) is '\(oneLine(value))': \(hint)it must be \(domain)\(lost)"
        case .derivedSetting(let setting):
            return "\(setting) is computed from the data and cannot be set"
        case .malformedConfiguration(let text):
            return "'\(oneLine(text))' is no configuration: it must be a JSON object of settings"
        case .otherSchemaVersion(let version):
            return "the configuration has schema version \(oneLine(version)): this program reads "
                + "version \(Configuration.schemaVersion)"
        }
    }
}

extension SettingDefinition {
    /// Reads a value of this setting from the command line.
    /// - Throws: `SettingError.invalidValue` naming the text and the domain.
    package func parse(_ text: String) throws(SettingError) -> Value {
        guard let value = domain.parse(text) else {
            throw .invalidValue(setting: name, value: text, domain: domain)
        }
        return value
    }

    /// Checks that `value` lies in the domain.
    /// - Throws: `SettingError.invalidValue` when it does not.
    package func validate(_ value: Value) throws(SettingError) {
        guard domain.contains(value) else {
            throw .invalidValue(setting: name, value: value.description, domain: domain)
        }
    }
}

/// `did you mean 'units'? ` for the nearest of the words that there are; empty where none is near.
package func hint(at word: String, among candidates: [String]) -> String {
    nearestWord(to: word, among: candidates).map { "did you mean '\($0)'? " } ?? ""
}

/// The word at the smallest edit distance from `word`, when that is at most a third of its length.
package func nearestWord(to word: String, among candidates: [String]) -> String? {
    // The distance to a whole file would take minutes.
    guard word.utf8.count <= 100 else { return nil }
    let ranked = candidates.map { (word: $0, distance: editDistance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, word.count / 3) ? best.word : nil
}

/// Insertions, deletions and substitutions that turn one word into another (Levenshtein 1966).
private func editDistance(_ first: String, _ second: String) -> Int {
    let first = Array(first)
    let second = Array(second)
    var previous = Array(0...second.count)
    for (row, letter) in first.enumerated() {
        var current = [row + 1]
        for (column, other) in second.enumerated() {
            current.append(
                min(
                    previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1,
                    current[column] + 1))
        }
        previous = current
    }
    return previous[second.count]
}
