/// A set of settings, small and quick enough for large plans.
public struct SettingSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var bits = SIMD2<UInt64>()

    /// The set of the listed settings.
    public init(arrayLiteral names: SettingName...) { for name in names { insert(name) } }

    /// The set of the settings in a sequence.
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

    /// The settings that are not in another set.
    public func subtracting(_ other: SettingSet) -> SettingSet {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    /// The settings that are in another set too.
    func intersection(_ other: SettingSet) -> SettingSet {
        var common = self
        common.bits &= other.bits
        return common
    }

    /// Calls `body` with every setting of the set, in their listed order.
    func forEach(_ body: (SettingName) -> Void) {
        for word in 0..<bits.scalarCount {
            var rest = bits[word]
            while rest != 0 {
                SettingName(rawValue: word << 6 | rest.trailingZeroBitCount).map(body)
                rest &= rest - 1
            }
        }
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
    /// The settings read where a recurrent network is trained.
    public var recurrent: SettingSet
    /// The settings read where a layered (feed-forward) network is trained.
    public var layered: SettingSet

    /// The settings read in each family.
    public init(recurrent: SettingSet = [], layered: SettingSet = []) {
        self.recurrent = recurrent
        self.layered = layered
    }

    /// The listed settings, read in both families.
    public init(arrayLiteral names: SettingName...) {
        recurrent = SettingSet(names)
        layered = recurrent
    }

    /// The settings read in one family.
    public subscript(family: NetworkFamily) -> SettingSet {
        switch family {
        case .recurrent: recurrent
        case .layered: layered
        }
    }

    /// The settings read by either of two readers.
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
