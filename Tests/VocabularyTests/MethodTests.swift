import Testing
import Vocabulary

@Suite struct MethodTests {
    /// Whatever the order of the options, a method is named and read back in one way.
    @Test func theOrderOfOptionsIsNoMatter() {
        let method = Method.synthetic(.linear, .warmUp, .conditioned)
        #expect(method == .synthetic(.linear, .conditioned, .warmUp))
        #expect(method.name == "sg_linear_conditioned_warm_up")
        #expect(Method(method.value) == method)
        #expect(method.label == "SG linear, conditioned, warm-up")
    }

    @Test(arguments: Method.allCases)
    func everyMethodIsReadBackAndTrainsSomething(method: Method) {
        #expect(Method(method.value) == method)
        #expect(method.trains(.recurrent) || method.trains(.layered))
        #expect(method.recurrent?.spec.source.isEmpty != true)
    }

    /// The controls, as the command line and reports name them.
    @Test(arguments: [
        (Method.permutedSynthetic(.linear), "sg_permuted_linear", "SG permuted linear"),
        (.meanSynthetic(.mlpSkip), "sg_mean_mlp_skip", "SG mean MLP+skip"),
        (.truncatedBPTTDouble, "truncated_bptt_double", "BPTT of 2T"),
        (.oracleScaled, "oracle_scaled", "scaled oracle SG"),
        (.directFeedback, "dfa", "DFA"),
        (.labelSynthetic, "sg_label", "SG label alone"),
        (.backpropThenFrozen, "backprop_then_frozen", "backprop, then frozen"),
    ])
    func controlsAreNamed(method: Method, name: String, label: String) {
        #expect(method.name == name && method.label == label)
    }

    @Test func namesAreDistinct() {
        #expect(Set(Method.allCases.map(\.name)).count == Method.allCases.count)
        #expect(Set(Method.allCases.map(\.label)).count == Method.allCases.count)
    }

    /// Combinations that no rule has are no values of the setting.
    @Test(
        arguments: [
            Method.synthetic(.zero, .auxiliary), .bpLambda(.mlp), .permutedSynthetic(.constant),
            .meanSynthetic(.zero),
        ])
    func combinationsThatNoRuleHasAreRefused(method: Method) {
        #expect(throws: SettingError.self) {
            try SettingName.method.definition.validate(method.value)
        }
    }

    @Test func baselinesAreOfOneFamily() {
        #expect(Method.backprop.trains(.layered) && !Method.backprop.trains(.recurrent))
        #expect(Method.oracle.trains(.recurrent) && !Method.oracle.trains(.layered))
        #expect(!Method.synthetic(.mlp, .auxiliary).trains(.layered))
        #expect(Method.synthetic(.mlp, .conditioned).trains(.layered))
        for method in [Method.directFeedback, .labelSynthetic, .backpropThenFrozen] {
            #expect(method.trains(.layered) && !method.trains(.recurrent))
        }
        #expect(Method.permutedSynthetic(.mlp).trains(.recurrent))
        #expect(!Method.permutedSynthetic(.mlp).trains(.layered))
    }
}
