/// What can be wrong with a specification or with what a user asks of it.
public enum SweepError: Error, Hashable, Sendable {
    case unknownSetting(String)
    case invalidValue(setting: String, value: String, domain: Domain)
    /// A `--set` that is not `name=value[,value…]`.
    case malformedOverride(String)
    case repeatedOverride(String)
    case repeatedValue(setting: String, value: String)
    /// A setting that is computed and cannot be set.
    case derivedSetting(String)
    case emptyAxis(String)
    case repeatedAxis(String)
    case unknownSize(String, experiment: String, choices: [String])
    /// A cell asked for without its value on an axis.
    case unplaced(axis: String, values: [Value])
    case notOnAxis(axis: String, value: Value, values: [Value])
    case notAnAxis(String, axes: [String])
    /// A combination of settings that has no meaning; `reason` says what would be right.
    case contradiction(reason: String)
}

extension SweepError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownSetting(let name):
            let names = Settings.all.map(\.name)
            let nearest = nearestWord(to: name, among: names)
            let hint = nearest.map { "did you mean '\($0)'? " } ?? ""
            return "unknown setting '\(name)': \(hint)settings are \(names.joined(separator: ", "))"
        case .invalidValue(let setting, let value, let domain):
            return "\(setting) is '\(value)': it must be \(domain)"
        case .malformedOverride(let text):
            return "'\(text)' is not an override: write setting=value or setting=value,value"
        case .repeatedOverride(let name):
            return "\(name) is set twice: give all its values in one --set \(name)=value,value"
        case .repeatedValue(let setting, let value):
            return "\(setting) lists '\(value)' twice: each value once"
        case .derivedSetting(let name):
            return "\(name) is computed from the data and cannot be set"
        case .emptyAxis(let name):
            return "the axis \(name) has no values: it needs at least one"
        case .repeatedAxis(let name):
            return "the axis \(name) is declared twice: list all its values in one Axis"
        case .unknownSize(let size, let experiment, let choices):
            return "\(experiment) has no size '\(size)': "
                + "its sizes are \(choices.joined(separator: ", "))"
        case .unplaced(let axis, let values):
            return "the cell's \(axis) is not given: add --at \(axis)=VALUE, "
                + "one of \(values.map(\.description).joined(separator: ", "))"
        case .notOnAxis(let axis, let value, let values):
            return "\(axis) is '\(value)': in this sweep it is "
                + "one of \(values.map(\.description).joined(separator: ", "))"
        case .notAnAxis(let name, let axes):
            return "\(name) is no axis of this sweep: its axes are \(axes.joined(separator: ", "))"
        case .contradiction(let reason):
            return reason
        }
    }
}

/// The word at the smallest edit distance from `word`, when that is at most a third of its length.
public func nearestWord(to word: String, among candidates: [String]) -> String? {
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
