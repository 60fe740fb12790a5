/// A training method, as experiments and the command line name it.
public struct Method: Hashable, Sendable, CaseIterable {
    /// The word in the configuration and in the `method` coordinate.
    public let name: String
    /// How reports head a column.
    public let label: String

    /// Backpropagation through the whole sequence.
    public static let fullBPTT = Method(name: "bptt", label: "BPTT")
    /// Backpropagation through windows of `truncation` steps; no gradient crosses a boundary.
    public static let truncatedBPTT = Method(name: "truncated_bptt", label: "truncated BPTT")
    /// Truncated BPTT with the exact future gradient at the boundary, by running ahead.
    public static let oracle = Method(name: "oracle", label: "oracle SG")

    /// Truncated BPTT with a synthetic gradient at the boundary.
    public static func synthetic(_ synthesizer: SynthesizerKind) -> Method {
        Method(name: "sg_\(synthesizer.rawValue)", label: "SG \(synthesizer.label)")
    }

    public static let allCases: [Method] =
        [fullBPTT, truncatedBPTT] + SynthesizerKind.allCases.map(synthetic) + [oracle]
}

/// What predicts the gradient at the boundary.
public enum SynthesizerKind: String, CaseIterable, Sendable {
    case zero, linear, mlp
    case mlpSkip = "mlp_skip"

    var label: String {
        switch self {
        case .zero: "zero"
        case .linear: "linear"
        case .mlp: "MLP"
        case .mlpSkip: "MLP+skip"
        }
    }
}

extension Method: SettingValue {
    public var value: Value { .text(name) }

    public init?(_ value: Value) {
        guard let method = Self.allCases.first(where: { $0.value == value }) else { return nil }
        self = method
    }
}
