/// A training method, as experiments and the command line name it.
public struct Method: Hashable, Sendable {
    /// The word in the configuration and in the `method` coordinate.
    public let name: String
    /// How reports head a column.
    public let label: String
    /// How the gradient crosses a boundary.
    public let boundary: Boundary

    /// What stands for the gradient from beyond the window.
    public enum Boundary: Hashable, Sendable {
        /// Nothing: there is one window.
        case none
        /// Nothing: it is cut, after so many steps more than `truncation` as `extra_steps` says.
        case cut(extra: Bool)
        /// The exact gradient, by running ahead.
        case exact
        /// Feed-forward networks: nothing is cut.
        case backpropagated
        /// Feed-forward networks: only the last layer learns.
        case lastLayerAlone
        /// A synthetic gradient.
        case synthetic(SynthesizerKind, SynthesizerTargets, Set<SyntheticOption>)
    }

    /// What the synthesizer has besides; empty for a method without one.
    public var options: Set<SyntheticOption> {
        if case .synthetic(_, _, let options) = boundary { options } else { [] }
    }

    /// Backpropagation through the whole sequence.
    public static let fullBPTT = Method(name: "bptt", label: "BPTT", boundary: .none)
    /// Backpropagation through windows of `truncation` steps; no gradient crosses a boundary.
    public static let truncatedBPTT = Method(
        name: "truncated_bptt", label: "truncated BPTT", boundary: .cut(extra: false))
    /// The same with windows `extra_steps` longer: what the synthesizer's work buys instead.
    public static let truncatedBPTTExtra = Method(
        name: "truncated_bptt_extra", label: "BPTT of T+k", boundary: .cut(extra: true))
    /// Truncated BPTT with the exact future gradient at the boundary, by running ahead.
    public static let oracle = Method(name: "oracle", label: "oracle SG", boundary: .exact)

    /// Backpropagation through all layers of a feed-forward network.
    public static let backprop = Method(
        name: "backprop", label: "backprop", boundary: .backpropagated)
    /// Only the last layer learns: the baseline of what the layers below it bring.
    public static let noBackprop = Method(
        name: "no_backprop", label: "no backprop", boundary: .lastLayerAlone)

    /// Truncated BPTT with a synthetic gradient at the boundary, its targets bootstrapped; in a
    /// feed-forward network, the same between layers.
    public static func synthetic(
        _ synthesizer: SynthesizerKind, _ options: SyntheticOption...
    ) -> Method {
        Method(
            name: (["sg", synthesizer.rawValue] + options.map(\.rawValue)).joined(separator: "_"),
            label: "SG " + ([synthesizer.label] + options.map(\.label)).joined(),
            boundary: .synthetic(synthesizer, .bootstrapped, Set(options)))
    }

    /// The same with the targets of BP(λ).
    public static func bpLambda(_ synthesizer: SynthesizerKind) -> Method {
        Method(
            name: "bp_lambda_" + synthesizer.rawValue, label: "BP(λ) " + synthesizer.label,
            boundary: .synthetic(synthesizer, .lambdaReturn, []))
    }

    /// The same in its online form, with a linear synthesizer.
    public static let accumulateBPLambda = Method(
        name: "bp_lambda_online", label: "BP(λ) online",
        boundary: .synthetic(.linear, .accumulated, []))
}

/// What predicts the gradient at the boundary.
public enum SynthesizerKind: String, Sendable {
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

/// What the synthesizer is regressed to.
public enum SynthesizerTargets: Sendable {
    case bootstrapped, lambdaReturn, accumulated
}

/// What a synthesizer has besides.
public enum SyntheticOption: String, Sendable {
    /// An auxiliary head that predicts the synthetic gradient of a window later (DNI+Aux).
    case auxiliary = "aux"
    /// It sees coming targets too (cDNI).
    case conditioned
    /// It is trained for a while before it is applied.
    case warmUp = "warm_up"

    var label: String {
        switch self {
        case .auxiliary: "+aux"
        case .conditioned: ", conditioned"
        case .warmUp: ", warm-up"
        }
    }
}

extension Method: CaseIterable {
    /// All that can be named. A method listed here is a choice of the setting `method`.
    public static let allCases = recurrent + [backprop, noBackprop]

    /// Those of recurrent networks: what is listed here is covered by the conformance tests.
    public static let recurrent: [Method] = [
        fullBPTT, truncatedBPTT, truncatedBPTTExtra, oracle,
        synthetic(.zero), synthetic(.linear), synthetic(.mlp), synthetic(.mlpSkip),
        synthetic(.linear, .auxiliary), synthetic(.mlp, .auxiliary),
        synthetic(.mlpSkip, .auxiliary),
        synthetic(.linear, .conditioned), synthetic(.mlpSkip, .conditioned),
        synthetic(.linear, .warmUp), synthetic(.mlpSkip, .warmUp),
        synthetic(.linear, .conditioned, .warmUp),
        bpLambda(.linear), bpLambda(.mlpSkip), accumulateBPLambda,
    ]
}

extension Method: SettingValue {
    public var value: Value { .text(name) }

    public init?(_ value: Value) {
        guard let method = Self.allCases.first(where: { $0.value == value }) else { return nil }
        self = method
    }
}
