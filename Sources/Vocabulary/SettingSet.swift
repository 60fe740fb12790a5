/// A set of settings, as small and as quick as a large plan wants it.
public struct SettingSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var bits = SIMD2<UInt64>()

    public init(arrayLiteral names: SettingName...) { for name in names { insert(name) } }

    public init(_ names: some Sequence<SettingName>) { for name in names { insert(name) } }

    /// Adds one setting.
    public mutating func insert(_ name: SettingName) {
        bits[name.rawValue >> 6] |= 1 << UInt64(name.rawValue & 63)
    }

    /// Adds the settings of another set.
    public mutating func formUnion(_ other: SettingSet) { bits |= other.bits }

    /// The settings of either set.
    public func union(_ other: SettingSet) -> SettingSet {
        var union = self
        union.formUnion(other)
        return union
    }

    /// Whether a setting is in the set.
    public func contains(_ name: SettingName) -> Bool {
        bits[name.rawValue >> 6] & 1 << UInt64(name.rawValue & 63) != 0
    }

    /// The settings in their listed order.
    public var names: [SettingName] { SettingName.allCases.filter(contains) }
}

/// The settings that something reads, by the family of networks it is used with.
public struct Reads: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// Read where a recurrent network is trained.
    public var recurrent: SettingSet
    /// Read where a layered (feed-forward) network is trained.
    public var layered: SettingSet

    public init(recurrent: SettingSet = [], layered: SettingSet = []) {
        self.recurrent = recurrent
        self.layered = layered
    }

    /// The same settings for both families.
    public init(arrayLiteral names: SettingName...) {
        recurrent = SettingSet(names)
        layered = recurrent
    }

    /// What is read in one family.
    public subscript(family: NetworkFamily) -> SettingSet {
        switch family {
        case .recurrent: recurrent
        case .layered: layered
        }
    }

    /// The settings read by either of two.
    public func union(_ other: Reads) -> Reads {
        Reads(
            recurrent: recurrent.union(other.recurrent), layered: layered.union(other.layered))
    }
}

/// The two kinds of network that are trained.
public enum NetworkFamily: String, CaseIterable, Hashable, Sendable {
    /// A recurrent cell with a read-out, over sequences.
    case recurrent
    /// Layers one on the other, over images.
    case layered
}
