import Layers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// The behaviour that users rely on, for every cell and method.
@Suite struct BehaviourTests {
    @Test(arguments: Pair.all)
    func trainingLowersTheLossOfWhatIsTrainedOn(pair: Pair) {
        let subject = Subject(pair)
        let sequences = randomSequences(steps: 10)
        let evaluator = Evaluator(
            network: subject.session.network, batch: 3, in: Workspace())
        let before = evaluator.meanLoss(of: sequences)
        for _ in 0..<40 { subject.train(on: sequences) }
        #expect(evaluator.meanLoss(of: sequences) < 0.8 * before)
    }

    @Test(arguments: Pair.all)
    func capturingChangesNothingAndTheSameRunTwiceGivesTheSameBits(pair: Pair) {
        let subjects = [Subject(pair), Subject(pair)]
        for seed in 0..<3 {
            let sequences = randomSequences(steps: 10, seed: seed)
            subjects[0].train(on: sequences)
            #expect(
                subjects[1].captures(of: sequences).count
                    == subjects[1].windows(of: sequences).count)
        }
        #expect(subjects[0].parameters == subjects[1].parameters)
        #expect(
            subjects[0].interface?.parameters.flat.values
                == subjects[1].interface?.parameters.flat.values)
    }

    @Test(arguments: Pair.all)
    func anInfiniteLossIsReportedNotHidden(pair: Pair) {
        let subject = Subject(pair)
        subject.session.network.parameters["W_hy"].fill(.nan)
        #expect(!subject.train(on: randomSequences(steps: 4))[0].isFinite)
    }

    /// Linear heads share nothing: the auxiliary task cannot change the other's training.
    @Test(arguments: CellKind.allCases)
    func anAuxiliaryTaskChangesNothingForALinearSynthesizer(cell: CellKind) {
        func run(_ method: Method) -> [Float] {
            let subject = Subject(cell, method)
            for seed in 0..<10 { subject.train(on: randomSequences(steps: 11, seed: seed)) }
            return subject.parameters
        }
        #expect(run(.synthetic(.linear)) == run(.synthetic(.linear, .auxiliary)))
        #expect(run(.synthetic(.mlp)) != run(.synthetic(.mlp, .auxiliary)))
    }

    /// While warming up, the network is trained by truncated BPTT and the synthesizer as ever.
    @Test(arguments: CellKind.allCases)
    func warmingUpTrainsTheSynthesizerAlone(cell: CellKind) throws {
        let warming = Subject(cell, .synthetic(.linear, .warmUp)) { $0[.warmUp] = 9 }
        let truncated = Subject(cell, .truncatedBPTT)
        for seed in 0..<3 {
            let sequences = randomSequences(steps: 12, seed: seed)
            let reports = warming.train(on: sequences)
            truncated.train(on: sequences)
            #expect(try #require(reports[1].rule.synthesizerLoss) > 0)
        }
        #expect(warming.parameters == truncated.parameters)
        let synthesizer = try #require(warming.interface?.parameters.flat.values)
        #expect(synthesizer.contains { $0 != 0 })
        for subject in [warming, truncated] { subject.train(on: randomSequences(steps: 12)) }
        #expect(warming.parameters != truncated.parameters)
    }

    /// A copy renewed at every step is no other than the live synthesizer.
    @Test func aCopyRenewedAtEveryStepIsTheLiveSynthesizer() {
        func run(_ copyEvery: Int) -> [Float] {
            let subject = Subject(.lstm, .synthetic(.mlpSkip)) {
                $0[.synthesizerCopyEvery] = copyEvery
            }
            for seed in 0..<10 { subject.train(on: randomSequences(steps: 11, seed: seed)) }
            return subject.parameters
        }
        #expect(run(1) == run(0))
        #expect(run(5) != run(0))
    }

    /// A synthesizer that sees the coming targets predicts something else when they change.
    @Test func aConditionedSynthesizerSeesTheComingTargets() throws {
        func prediction(_ last: Int32) throws -> [Float] {
            let subject = Subject(.lstm, .synthetic(.linear, .conditioned))
            subject.fillSynthesizer()
            let sequences = randomSequences(steps: 8)
            var targets = sequences.targets
            targets[4 * 3] = last
            let changed = SequenceBatch(
                batch: 3, inputs: sequences.inputs, targets: targets, values: sequences.values,
                valueChannels: 1, lossScale: 4)
            return try #require(
                subject.captures(of: changed)[0].reals("synthetic_gradient"))
        }
        let (a, b) = (try prediction(0), try prediction(1))
        // Only sample 0's target after the first window is another.
        #expect(a.prefix(12) != b.prefix(12))
        #expect(a.suffix(24) == b.suffix(24))
    }
}
