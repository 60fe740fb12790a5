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

    @Test func namesAreDistinct() {
        #expect(Set(Method.allCases.map(\.name)).count == Method.allCases.count)
        #expect(Set(Method.allCases.map(\.label)).count == Method.allCases.count)
    }

    /// Combinations that no rule has are no values of the setting.
    @Test(arguments: [Method.synthetic(.zero, .auxiliary), .bpLambda(.mlp)])
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
    }
}
