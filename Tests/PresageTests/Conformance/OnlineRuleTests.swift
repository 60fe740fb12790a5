import Layers
import Optimizers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

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
    @Test(arguments: OnlinePair.of(.rtrl, .snap1))
    func aStepIsTheSlowDenseRecursion(pair: OnlinePair) throws {
        let subject = OnlineSubject(pair.cell, pair.rule)
        let reference = InfluenceReference(
            subject.network, batch: 3, .init(isMasked: pair.rule.name == "snap1"))
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

    @Test(arguments: OnlinePair.of(.rtrl, .snap1, .uoro))
    func trainingLowersTheLossOfWhatIsTrainedOn(pair: OnlinePair) {
        pair.rule.expectLearning(pair.cell)
    }

    @Test(arguments: OnlinePair.of(.rtrl, .snap1))
    func e6RepeatingTheBatchChangesNothing(pair: OnlinePair) {
        pair.rule.expectTheBatchRepeatedToChangeNothing(pair.cell)
    }

    @Test(arguments: OnlinePair.of(.rtrl, .snap1, .uoro))
    func capturingChangesNothingAndTheSameRunTwiceGivesTheSameBits(pair: OnlinePair) throws {
        try pair.rule.expectCapturesToChangeNothing(pair.cell)
    }

    @Test(arguments: OnlinePair.of(.rtrl, .snap1, .uoro).filter { $0.cell == .lstm })
    func anInfiniteLossIsReportedNotHidden(pair: OnlinePair) {
        pair.rule.expectNaNToBeReported()
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
