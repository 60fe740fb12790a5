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
    /// Positions of a run.
    case positions
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
        case .positions: "none, or ascending positions such as 100+300+1000"
        case .anyText: "some text"
        }
    }

    /// The words that there are; none where it is no choice.
    package var words: [String] {
        if case .choices(let words) = self { words } else { [] }
    }

    /// Whether `value` has the right kind and lies in the domain.
    package func contains(_ value: Value) -> Bool {
        switch self {
        case .integers(let range):
            if case .integer(let integer) = value { range.contains(integer) } else { false }
        case .reals(let range):
            if case .real(let real) = value {
                range.contains(real) && !isLostInSinglePrecision(real)
            } else {
                false
            }
        case .positiveReals(let bound):
            if case .real(let real) = value {
                real > 0 && real <= bound && !isLostInSinglePrecision(real)
            } else {
                false
            }
        case .choices(let words):
            if case .text(let word) = value { words.contains(word) } else { false }
        case .placement:
            if case .text(let text) = value { Placement(parsing: text) != nil } else { false }
        case .positions: Positions(value) != nil
        case .anyText:
            if case .text(let text) = value { !text.isEmpty } else { false }
        }
    }

    /// Reads a value as the command line spells it; nil when it is not one of this domain's.
    ///
    /// Numbers are decimal, in ASCII digits, without a plus sign, blanks or separators: `-3`, `0.5`,
    /// `1e-3`; whole ones without point and exponent.
    package func parse(_ text: String) -> Value? {
        let value: Value? =
            switch self {
            case .integers: isNumeral(text, with: "") ? Int(text).map(\.value) : nil
            case .reals, .positiveReals: decimal(text).map(\.value)
            case .choices, .placement, .positions, .anyText: .text(text)
            }
        guard let value, contains(value) else { return nil }
        return value
    }

    /// Whether `text` is a number that is not 0, but would be to a network, which computes in single
    /// precision.
    func isLost(_ text: String) -> Bool {
        switch self {
        case .reals, .positiveReals: decimal(text).map(isLostInSinglePrecision) ?? false
        case .integers, .choices, .placement, .positions, .anyText: false
        }
    }
}

/// A decimal number, which may have a point and an exponent; nil for anything else.
private func decimal(_ text: String) -> Double? {
    isNumeral(text, with: ".eE+-") ? Double(text) : nil
}

/// Whether `text` begins with a digit, after a minus sign or none, and goes on with digits and bytes
/// of `others`.
private func isNumeral(_ text: String, with others: String) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let minus = text.utf8.first == UInt8(ascii: "-") ? 1 : 0
    let digits = text.utf8.dropFirst(minus)
    return digits.first.map(isDigit) == true
        && digits.allSatisfy { isDigit($0) || others.utf8.contains($0) }
}

/// Whether a number other than 0 is 0, subnormal or infinite in single precision.
private func isLostInSinglePrecision(_ real: Double) -> Bool {
    real != 0 && !Float(real).isNormal
}
