/// The values a setting accepts.
package enum Domain: Hashable, Sendable {
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
    /// The right values, as they read in an error message.
    package var description: String {
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

    /// Whether `value` has the right kind and lies in the domain.
    package func contains(_ value: Value) -> Bool {
        switch self {
        case .integers(let range):
            if case .integer(let integer) = value { range.contains(integer) } else { false }
        case .reals(let range):
            if case .real(let real) = value { range.contains(real) } else { false }
        case .positiveReals(let bound):
            if case .real(let real) = value { real > 0 && real <= bound } else { false }
        case .choices(let words):
            if case .text(let word) = value { words.contains(word) } else { false }
        case .placement:
            if case .text(let text) = value { Placement(parsing: text) != nil } else { false }
        case .anyText:
            if case .text(let text) = value { !text.isEmpty } else { false }
        }
    }

    /// Reads a value as the command line spells it; nil when it is not one of this domain's.
    package func parse(_ text: String) -> Value? {
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
