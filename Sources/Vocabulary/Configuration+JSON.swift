import Foundation

extension Configuration {
    /// The version of the JSON, raised when a setting's meaning changes, so that older cells are
    /// not taken for new ones.
    package static let schemaVersion = 2

    private static let versionKey = "schema_version"

    /// Canonical JSON of the settings that are read: one object, keys sorted, no spaces, the schema
    /// version among them.
    package var json: String { json(of: canonical.reads) }

    /// The JSON of a canonical configuration without what is at its default: a setting added later,
    /// with a default that changes nothing, renames no run.
    var identifyingJSON: String { json(of: SettingSet(changes.map(\.setting))) }

    /// The keys of the JSON in their order, as they stand there; nil names the schema version.
    private static let keys =
        (SettingName.allCases.map { (name: $0 as SettingName?, word: $0.word) }
        + [(nil, versionKey)]).sorted { $0.word < $1.word }
        .map { (name: $0.name, quoted: jsonQuoted($0.word) + ":") }

    private func json(of names: SettingSet) -> String {
        // A large plan asks for it at every cell.
        var text = ""
        text.reserveCapacity(1024)
        for key in Self.keys {
            if let name = key.name, !names.contains(name) { continue }
            text += text.isEmpty ? "{" : ","
            text += key.quoted
            text += key.name.map { value(of: $0).json } ?? "\(Self.schemaVersion)"
        }
        return text + "}"
    }

    /// Reads the JSON of a configuration; settings that are not in it have their defaults.
    /// - Throws: `SettingError` for what is no JSON object, of another version, or no setting.
    package init(json: String) throws(SettingError) {
        self.init()
        var members = jsonMembers(json)
        guard !members.isEmpty else { throw .malformedConfiguration(json) }
        let version = members.removeValue(forKey: Self.versionKey) ?? "none"
        guard version == "\(Self.schemaVersion)" else { throw .otherSchemaVersion(version) }
        for (word, text) in members {
            guard let name = SettingName(word: word) else { throw .unknownSetting(word) }
            try assign(Assignment(name, try name.definition.parse(text)))
        }
    }

    /// The settings in which two stored configurations differ, as `name is stored there, wanted
    /// here`; one that is absent has its default.
    package static func differences(stored: String, wanted: String) -> [String] {
        let stored = jsonMembers(stored)
        let wanted = jsonMembers(wanted)
        func text(_ members: [String: String], _ word: String) -> String {
            guard let definition = SettingName(word: word)?.definition else {
                return members[word] ?? "absent"
            }
            guard let text = members[word] else { return definition.defaultValue.description }
            return (try? definition.parse(text))?.description ?? text
        }
        return Set(stored.keys).union(wanted.keys).sorted().compactMap { word in
            let pair = (text(stored, word), text(wanted, word))
            return pair.0 == pair.1 ? nil : "\(word) is \(pair.0) there, \(pair.1) here"
        }
    }
}

/// The members of a flat JSON object as text; empty when `json` is not
/// one.
private func jsonMembers(_ json: String) -> [String: String] {
    let parsed = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    guard let members = parsed as? [String: Any] else { return [:] }
    return members.mapValues { "\($0)" }
}
