import Layers
import Tasks
import Tensor
import TestSupport
import Testing

@testable import Trainers

@Suite struct TrainerTests {
    @Test(arguments: ["truncated_bptt", "sg_linear", "sg_mlp", "sg_mlp_skip", "oracle"])
    func trainingLowersTheLossOfWhatIsTrainedOn(method: String) {
        let trainer = makeTrainer(method)
        let sequences = randomSequences(batch: 3, steps: 10)
        let evaluator = Evaluator(network: trainer.core.network, batch: 3, in: Workspace())
        let before = evaluator.bits(of: sequences)
        for _ in 0..<60 { trainer.train(on: sequences, truncation: 4) }
        #expect(evaluator.bits(of: sequences) < 0.7 * before)
    }

    @Test(arguments: ["truncated_bptt", "sg_mlp_skip", "oracle"])
    func theSameRunTwiceGivesTheSameBits(method: String) {
        let runs = (0..<2).map { _ in
            let trainer = makeTrainer(method)
            for seed in 0..<5 {
                trainer.train(
                    on: randomSequences(batch: 3, steps: 10, seed: UInt64(seed)), truncation: 3)
            }
            return trainer.parameters
        }
        #expect(runs[0] == runs[1])
    }

    @Test func capturingAWindowDoesNotChangeIt() {
        let (plain, captured) = (makeTrainer("sg_mlp_skip"), makeTrainer("sg_mlp_skip"))
        let sequences = randomSequences(batch: 3, steps: 10)
        plain.train(on: sequences, truncation: 4)
        for window in WindowSchedule(truncation: 4, remainder: .first).windows(of: sequences) {
            #expect(captured.train(on: window, capturing: true).capture != nil)
        }
        #expect(captured.parameters == plain.parameters)
    }

    @Test func evaluationTouchesNothingAndDoesNotDependOnItsPieces() {
        let trainer = makeTrainer("truncated_bptt")
        let before = trainer.parameters
        let sequences = randomSequences(batch: 3, steps: 50)
        let network = trainer.core.network
        let whole = Evaluator(network: network, batch: 3, capacity: 64, in: Workspace())
        let pieces = Evaluator(network: network, batch: 3, capacity: 7, in: Workspace())
        #expect(abs(whole.bits(of: sequences) - pieces.bits(of: sequences)) < 1e-9)
        #expect(trainer.parameters == before)
    }

    @Test func aCarriedStateReachesTheNextSequence() {
        var carrying = TrainingSwitches()
        carrying.carriesState = true
        let sequences = randomSequences(batch: 3, steps: 4)
        let losses = [TrainingSwitches(), carrying].map { switches in
            let trainer = makeTrainer("truncated_bptt", switches: switches)
            trainer.train(on: sequences, truncation: 4)
            return trainer.train(on: sequences, truncation: 4)[0].loss
        }
        #expect(losses[0] != losses[1])
    }

    @Test func anInfiniteLossIsReportedNotHidden() {
        let trainer = makeTrainer("sg_linear")
        trainer.core.network.parameters["W_hy"].fill(.nan)
        let reports = trainer.train(on: randomSequences(batch: 3, steps: 4), truncation: 4)
        #expect(!reports[0].isFinite)
    }

    @Test func longerWindowsThanTheFirstRoomAreTakenIn() {
        let sequences = randomSequences(batch: 3, steps: 40)
        let (small, large) = (
            makeTrainer("truncated_bptt", capacity: 2), makeTrainer("truncated_bptt", capacity: 64)
        )
        small.train(on: sequences, truncation: 40)
        large.train(on: sequences, truncation: 40)
        #expect(small.parameters == large.parameters)
    }
}
