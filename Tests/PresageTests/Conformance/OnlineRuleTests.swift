import Layers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// The laws of rules that carry influences along: held for every rule that declares them, with every
/// cell that it is defined for.
@Suite struct OnlineRuleTests {
    /// Every law is declared by some rule, or nothing tests it.
    @Test(arguments: RuleSpec.Law.allCases)
    func everyLawHasRules(law: RuleSpec.Law) { #expect(!Pair.obeying(law).isEmpty) }

    /// Every rule declares some law, or nothing tests it.
    @Test(arguments: RecurrentRule.allCases)
    func everyRuleHasLaws(rule: RecurrentRule) { #expect(!rule.spec.laws.isEmpty) }

    /// E3: with the parameters frozen over a sequence its gradients add up to full BPTT's.
    @Test(arguments: Pair.obeying(.sumsToFullBPTT))
    func e3GradientsSumToFullBPTT(pair: Pair) throws {
        func gradient(_ method: Method) throws -> [Float] {
            let subject = Subject(pair.cell, method) { $0[.stepPer] = .sequence }
            let last = try #require(subject.captures(of: randomSequences(steps: 13)).last)
            return try #require(last.reals("gradients"))
        }
        let full = try gradient(.fullBPTT)
        #expect(relativeError(try gradient(pair.method), full) < 1e-4)
        #expect(full.contains { abs($0) > 1e-3 }, "else the test shows nothing")
    }

    /// At parameters that move, every step's gradient is that of the slow dense recursion.
    @Test(arguments: Pair.obeying(.sumsToFullBPTT).filter { $0.pace == .step })
    func aStepIsTheDenseRecursion(pair: Pair) throws {
        try expectSteps(of: pair, toBe: .init())
    }

    @Test(arguments: Pair.obeying(.maskedInfluence))
    func aStepIsTheMaskedRecursion(pair: Pair) throws {
        try expectSteps(of: pair, toBe: .init(isMasked: true))
        try expectSteps(of: pair, toBe: .init(), agreeing: false)
    }

    @Test(arguments: Pair.obeying(.carryOnly))
    func aStepIsTheRecursionOfTheCarry(pair: Pair) throws {
        try expectSteps(of: pair, toBe: .init(holdsRecurrentProducts: true))
        try expectSteps(of: pair, toBe: .init(), agreeing: false)
    }

    private func expectSteps(
        of pair: Pair, toBe approximation: InfluenceReference.Approximation,
        agreeing: Bool = true
    ) throws {
        let subject = Subject(pair)
        let reference = InfluenceReference(subject.session.network, batch: 3, approximation)
        let feedback = try feedback(of: pair)
        var furthest = 0.0
        for seed in 0..<2 {
            for window in subject.windows(of: randomSequences(steps: 7, seed: seed)) {
                let expected = reference.gradient(of: window) { pass in
                    guard let feedback else { return pass.hiddenGradient(ofStep: 0) }
                    let error = Matrix(rows: 3, columns: feedback.columns)
                    error.multiply(pass.outputGradient(ofStep: 0), by: feedback)
                    return error
                }
                let report = subject.session.train(on: window, capturing: true)
                let gradient = try #require(report.capture?.reals("gradients"))
                furthest = max(furthest, relativeError(gradient, expected))
            }
        }
        #expect((furthest < 1e-4) == agreeing, "\(furthest)")
    }

    /// The feedback weights (O, H) of the error in place of the read-out's; nil for most.
    private func feedback(of pair: Pair) throws -> Matrix? {
        let subject = Subject(pair)
        let capture = try #require(subject.captures(of: randomSequences(steps: 1)).first)
        return capture.reals("rule/feedback").map {
            Matrix(rows: 3, columns: subject.session.network.units, $0)
        }
    }

    /// A capture has the carried tensors as they were before the window, zero where a sequence begins.
    @Test(arguments: Pair.all.filter { $0.pace == .step })
    func capturesHaveWhatIsCarried(pair: Pair) throws {
        let subject = Subject(pair)
        let carried = subject.session.rule.carried
        #expect(!carried.isEmpty)
        for seed in 0..<2 {
            for window in subject.windows(of: randomSequences(steps: 5, seed: seed)) {
                let before = carried.map(\.matrix.values)
                let report = subject.session.train(on: window, capturing: true)
                let capture = try #require(report.capture)
                #expect(capture.text("rule") == pair.method.name)
                #expect(capture.reals("boundary_gradient") == nil)
                for (tensor, numbers) in zip(carried, before) {
                    let expected = window.isFirst ? numbers.map { _ in 0 } : numbers
                    #expect(capture.reals(tensor.path) == expected)
                }
            }
        }
    }
}
