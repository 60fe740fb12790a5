import Layers
import Optimizers
import Tasks
import Tensor
import TestSupport
import Testing

@testable import Presage
@testable import Trainers

/// What must hold of the learning rules that take a step at a time, for every cell they are
/// defined for.
@Suite struct OnlineRuleTests {
    /// RTRL with the parameters frozen over a sequence is full BPTT.
    @Test(arguments: CellKind.allCases)
    func rtrlSumsToFullBPTT(cell: CellKind) throws {
        let sequences = randomSequences(steps: 13)
        let online = OnlineSubject(cell, .rtrl, stepPer: .sequence)
        let full = OnlineSubject(cell, stepPer: .sequence)
        let (ours, exact) = (try online.gradient(sequences), try full.gradient(sequences))
        #expect(relativeError(ours, exact) < 1e-4)
        #expect(exact.contains { abs($0) > 1e-3 }, "else the test shows nothing")
    }

    /// Each step's gradient is that of the slow dense recursion, at parameters that move.
    @Test(arguments: OnlineRule.deterministic, CellKind.allCases)
    func aRuleIsTheSlowDenseRecursion(rule: OnlineRule, cell: CellKind) throws {
        guard rule.isDefined(for: cell) else { return }
        let subject = OnlineSubject(cell, rule)
        let reference = InfluenceReference(
            subject.network, batch: 3, .init(isMasked: rule == .snap1))
        for seed in 0..<2 {
            for window in subject.windows(of: randomSequences(steps: 7, seed: seed)) {
                let expected = reference.gradient(of: window)
                let report = subject.session.train(on: window, capturing: true)
                let gradient = try #require(report.capture?.reals("gradients"))
                #expect(relativeError(gradient, expected) < 1e-4)
            }
        }
    }

    /// SnAp-1 is not RTRL.
    @Test func snap1IsAnApproximation() throws {
        let sequences = randomSequences(steps: 9)
        func gradient(_ rule: OnlineRule) throws -> [Float] {
            try OnlineSubject(.gru, rule, stepPer: .sequence).gradient(sequences)
        }
        #expect(relativeError(try gradient(.snap1), try gradient(.rtrl)) > 1e-3)
    }

    @Test(arguments: OnlineRule.allCases, CellKind.allCases)
    func trainingLowersTheLossOfWhatIsTrainedOn(rule: OnlineRule, cell: CellKind) {
        guard rule.isDefined(for: cell) else { return }
        let subject = OnlineSubject(cell, rule)
        let sequences = randomSequences(steps: 8)
        let evaluator = Evaluator(network: subject.network, batch: 3, in: Workspace())
        let before = evaluator.meanLoss(of: sequences)
        for _ in 0..<30 { subject.train(on: sequences) }
        #expect(evaluator.meanLoss(of: sequences) < 0.9 * before)
    }

    /// E6 of the rules without chance.
    @Test(arguments: OnlineRule.deterministic, CellKind.allCases)
    func e6RepeatingTheBatchChangesNothing(rule: OnlineRule, cell: CellKind) {
        guard rule.isDefined(for: cell) else { return }
        let (single, double) = (OnlineSubject(cell, rule), OnlineSubject(cell, rule, batch: 6))
        for seed in 0..<2 {
            let sequences = randomSequences(steps: 6, seed: seed)
            let reports = single.train(on: sequences)
            for (a, b) in zip(reports, double.train(on: sequences.repeated(2))) {
                #expect(abs(a.gradientNorm - b.gradientNorm) < 1e-4 * a.gradientNorm + 1e-9)
            }
        }
        let moved = single.network.parameters.flat.values
        #expect(relativeError(double.network.parameters.flat.values, moved) < 1e-4)
    }

    @Test(arguments: OnlineRule.allCases, CellKind.allCases)
    func capturingChangesNothingAndTheSameRunTwiceGivesTheSameBits(
        rule: OnlineRule, cell: CellKind
    ) throws {
        guard rule.isDefined(for: cell) else { return }
        let subjects = [OnlineSubject(cell, rule), OnlineSubject(cell, rule)]
        for seed in 0..<2 {
            let sequences = randomSequences(steps: 5, seed: seed)
            subjects[0].train(on: sequences)
            for report in subjects[1].train(on: sequences, capturing: true) {
                let capture = try #require(report.capture)
                #expect(capture.text("rule") == rule.rawValue)
                #expect(capture.reals("boundary_gradient") == nil)
                for tensor in subjects[1].session.rule.carried {
                    let numbers = try #require(capture.reals(tensor.path))
                    #expect(numbers.count == tensor.matrix.count)
                    if capture.text("sequence_start") == "yes" && seed == 0 {
                        #expect(numbers.allSatisfy { $0 == 0 })
                    }
                }
            }
        }
        let parameters = subjects.map { $0.network.parameters.flat.values }
        #expect(parameters[0] == parameters[1])
    }

    @Test(arguments: OnlineRule.allCases)
    func anInfiniteLossIsReportedNotHidden(rule: OnlineRule) {
        let subject = OnlineSubject(.lstm, rule)
        subject.network.parameters["W_hy"].fill(.nan)
        #expect(subject.train(on: randomSequences(steps: 4)).contains { !$0.isFinite })
    }

    /// The probe measures a rule that takes a step at a time as any other.
    @Test(arguments: CellKind.allCases)
    func theProbeFindsRTRLExact(cell: CellKind) {
        func diagnose(_ rule: OnlineRule) -> GradientDiagnosis {
            let (live, twin) = (OnlineSubject(cell, rule), OnlineSubject(cell, rule))
            live.train(on: randomSequences(steps: 5, seed: 3))
            let schedule = WindowSchedule(truncation: 4, remainder: .first)
            return GradientProbe(live.session, twin: twin.session, schedule: schedule)
                .measure(randomSequences(steps: 9))
        }
        let exact = diagnose(.rtrl)
        #expect(exact.ruleShareMissing < 1e-4)
        #expect(abs(exact.ruleCosine - 1) < 1e-6)
        #expect(exact.shareBeyond > 1e-3)
        #expect(diagnose(.uoro).ruleShareMissing > 1e-2)
    }
}
