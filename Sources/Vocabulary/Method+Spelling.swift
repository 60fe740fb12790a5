extension Method {
    /// The method as experiment files spell it: `.synthetic(.linear, .conditioned)`.
    ///
    /// Words of rules, synthesizers and options are the names of their cases. A rule that is a property
    /// or a function of `Method` besides bears the name of its case there too; any other goes by
    /// `.rule(…)`.
    public var spelling: String {
        if let recurrent { return spelling(of: recurrent) }
        return layered.map(spelling) ?? ""
    }

    private func spelling(of rule: RecurrentRule) -> String {
        switch rule {
        case .fullBPTT, .truncatedBPTT, .truncatedBPTTExtra, .truncatedBPTTDouble, .oracle,
            .oracleScaled, .bpLambdaOnline:
            ".\(rule)"
        case .synthetic, .permutedSynthetic, .meanSynthetic, .bpLambda: ".\(rule)(\(arguments))"
        case .rtrl, .snap1, .rflo, .uoro: ".rule(.\(rule))"
        }
    }

    private func spelling(of rule: LayeredRule) -> String {
        switch rule {
        case .backprop, .noBackprop, .backpropThenFrozen, .directFeedback, .labelSynthetic:
            ".\(rule)"
        case .synthetic: ".\(rule)(\(arguments))"
        }
    }

    /// The synthesizer and its options, as a function takes them.
    private var arguments: String {
        ((synthesizer.map { [".\($0)"] } ?? []) + orderedOptions.map { ".\($0)" })
            .joined(separator: ", ")
    }
}
