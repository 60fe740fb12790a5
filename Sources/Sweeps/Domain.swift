/// The values a setting accepts.
public enum Domain: Hashable, Sendable {
    /// Whole numbers in a closed range.
    case integers(ClosedRange<Int>)
    /// Finite numbers in a closed range.
    case reals(ClosedRange<Double>)
    /// Finite numbers above zero, up to a bound.
    case positiveReals(upTo: Double)
    /// One of a few words.
    case choices([String])
    /// Layers of a network.
    case placement
    /// Any text but the empty one.
    case anyText
}

extension Domain: CustomStringConvertible {
    /// What would be right, as it reads in an error message.
    public var description: String {
        switch self {
        case .integers(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .reals(let range):
            "a number from \(Value.real(range.lowerBound)) to \(Value.real(range.upperBound))"
        case .positiveReals(let bound): "a number above 0, up to \(Value.real(bound))"
        case .choices(let words): "one of \(words.joined(separator: ", "))"
        case .placement: "none, all, or ascending layers such as 0+3+5"
        case .anyText: "some text"
        }
    }

    /// Whether `value` has the right kind and lies inside.
    public func contains(_ value: Value) -> Bool {
        switch (self, value) {
        case (.integers(let range), .integer(let integer)): range.contains(integer)
        case (.reals(let range), .real(let real)): range.contains(real)
        case (.positiveReals(let bound), .real(let real)): real > 0 && real <= bound
        case (.choices(let words), .text(let word)): words.contains(word)
        case (.placement, .text(let text)): Placement(parsing: text) != nil
        case (.anyText, .text(let text)): !text.isEmpty
        default: false
        }
    }

    /// Reads a value as the command line spells it; nil when it is not one of this domain's.
    func parse(_ text: String) -> Value? {
        let value: Value? =
            switch self {
            case .integers: Int(text).map(Value.integer)
            case .reals, .positiveReals: Double(text).map(Value.real)
            case .choices, .placement, .anyText: .text(text)
            }
        guard let value, contains(value) else { return nil }
        return value
    }
}
