import Foundation

extension Configuration {
    /// The version of the JSON, raised when a setting's meaning changes, so that older cells are
    /// not taken for new ones.
    package static let schemaVersion = 2

    private static let versionKey = "schema_version"

    /// Canonical JSON of the settings that are read: one object, keys sorted, no spaces, the schema
    /// version among them.
    package var json: String { json(of: canonicalAndRead.read) }

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
        guard var members = jsonMembers(json) else { throw .malformedConfiguration(json) }
        let version = members.removeValue(forKey: Self.versionKey)?.description ?? "none"
        guard version == "\(Self.schemaVersion)" else { throw .otherSchemaVersion(version) }
        for (word, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let name = SettingName(word: word) else { throw .unknownSetting(word) }
            try assign(Assignment(name, member.value(in: name.definition.domain)))
        }
    }

    /// The settings in which two stored configurations differ, as `name is stored there, wanted
    /// here`; one that is absent has its default. What is no configuration at all is said to be none.
    package static func differences(stored: String, wanted: String) -> [String] {
        guard let stored = jsonMembers(stored) else {
            return ["what is there is no configuration: '\(oneLine(stored))'"]
        }
        guard let wanted = jsonMembers(wanted) else {
            return ["what is here is no configuration: '\(oneLine(wanted))'"]
        }
        func text(_ members: [String: JSONMember], _ word: String) -> String {
            guard let definition = SettingName(word: word)?.definition else {
                return members[word]?.description ?? "absent"
            }
            return (members[word]?.value(in: definition.domain) ?? definition.defaultValue)
                .description
        }
        return Set(stored.keys).union(wanted.keys).sorted().compactMap { word in
            let pair = (text(stored, word), text(wanted, word))
            return pair.0 == pair.1
                ? nil
                : "\(oneLine(word)) is \(oneLine(pair.0)) there, \(oneLine(pair.1)) here"
        }
    }
}

/// A member of a flat JSON object.
private enum JSONMember: Decodable, CustomStringConvertible {
    case integer(Int)
    case real(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let real = try? container.decode(Double.self) {
            self = .real(real)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// The member as the value of a setting; a whole number may stand for a real one.
    func value(in domain: Domain) -> Value {
        switch (self, domain) {
        case (.integer(let integer), .reals), (.integer(let integer), .positiveReals):
            Double(integer).value
        case (.integer(let integer), _): .integer(integer)
        case (.real(let real), _): real.value
        case (.text(let text), _): .text(text)
        }
    }

    var description: String {
        switch self {
        case .integer(let integer): "\(integer)"
        case .real(let real): "\(real)"
        case .text(let text): text
        }
    }
}

/// The members of a flat JSON object of numbers and texts; nil when `json` is none.
private func jsonMembers(_ json: String) -> [String: JSONMember]? {
    try? JSONDecoder().decode([String: JSONMember].self, from: Data(json.utf8))
}
