/// The settings of one run, every one of them: what is not given has its default.
public struct Configuration: Hashable, Sendable {
    private var values: [String: Value]

    /// Every setting at its default.
    public init() {
        values = Dictionary(
            uniqueKeysWithValues: Settings.all.map { ($0.name, $0.defaultValue) })
    }

    /// The value of `setting`, in its own type.
    public subscript<Content>(setting: Setting<Content>) -> Content {
        get { values[setting.name].flatMap(Content.init) ?? setting.defaultContent }
        set { values[setting.name] = newValue.value }
    }

    /// The value of the setting of that name; nil when there is no such setting.
    public subscript(name: String) -> Value? { values[name] }

    /// - Throws: `SweepError` when the setting does not exist or does not accept the value.
    public mutating func assign(_ assignment: Assignment) throws(SweepError) {
        let definition = try Settings.named(assignment.setting)
        try definition.validate(assignment.value)
        values[assignment.setting] = assignment.value
    }

    /// Sets a value that is known to be valid.
    mutating func set(_ name: String, _ value: Value) { values[name] = value }

    /// Canonical JSON: one object, keys sorted, no spaces, the schema version among them. Equal
    /// configurations have equal JSON and different ones different JSON.
    public var json: String {
        // A large plan asks for it at every cell.
        var text = ""
        text.reserveCapacity(2048)
        for key in Self.keys {
            text += text.isEmpty ? "{" : ","
            text += key.quoted
            text += values[key.name]?.json ?? "\(Self.schemaVersion)"
        }
        return text + "}"
    }

    /// The keys of the JSON in their order, as they stand there.
    private static let keys = (Settings.all.map(\.name) + ["schema_version"]).sorted()
        .map { (name: $0, quoted: jsonQuoted($0) + ":") }

    /// Raised when a setting's meaning changes, so that older cells are not taken for new ones.
    static let schemaVersion = 1

    /// The settings that are not at their defaults, in the order of the catalogue.
    public var changes: [Assignment] {
        Settings.all.compactMap { definition in
            guard let value = values[definition.name], value != definition.defaultValue else {
                return nil
            }
            return Assignment(definition.name, value)
        }
    }

    /// The settings in which two stored configurations differ, as `name: stored, wanted` facts.
    public static func differences(stored: String, wanted: String) -> [String] {
        let stored = jsonMembers(stored)
        let wanted = jsonMembers(wanted)
        return Set(stored.keys).union(wanted.keys).sorted().compactMap { name in
            let pair = (stored[name] ?? "absent", wanted[name] ?? "absent")
            return pair.0 == pair.1 ? nil : "\(name) is \(pair.0) there, \(pair.1) here"
        }
    }
}

/// One setting given a value.
public struct Assignment: Hashable, Sendable {
    public let setting: String
    public let value: Value

    public init(_ setting: String, _ value: Value) {
        self.setting = setting
        self.value = value
    }

    init<Content>(_ setting: Setting<Content>, _ content: Content) {
        self.init(setting.name, content.value)
    }
}

extension Assignment: CustomStringConvertible {
    /// How the command line spells it: `truncation=3`.
    public var description: String { "\(setting)=\(value)" }
}
