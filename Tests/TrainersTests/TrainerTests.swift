import Layers
import Tasks
import Tensor
import TestSupport
import Testing

@testable import Trainers

@Suite struct TrainerTests {
    @Test func evaluationTouchesNothingAndDoesNotDependOnItsPieces() {
        let trainer = makeTrainer()
        let before = trainer.parameters
        let sequences = randomSequences(batch: 3, steps: 50)
        let network = trainer.core.network
        let whole = Evaluator(network: network, batch: 3, capacity: 64, in: Workspace())
        let pieces = Evaluator(network: network, batch: 3, capacity: 7, in: Workspace())
        #expect(abs(whole.meanLoss(of: sequences) - pieces.meanLoss(of: sequences)) < 1e-9)
        #expect(trainer.parameters == before)
    }

    @Test func aCarriedStateReachesTheNextSequence() {
        var carrying = TrainingOptions()
        carrying.carriesState = true
        let sequences = randomSequences(batch: 3, steps: 4)
        let losses = [TrainingOptions(), carrying].map { options in
            let trainer = makeTrainer(options: options)
            trainer.train(on: sequences, truncation: 4)
            return trainer.train(on: sequences, truncation: 4)[0].loss
        }
        #expect(losses[0] != losses[1])
    }

    @Test func longerWindowsThanTheFirstRoomAreTakenIn() {
        let sequences = randomSequences(batch: 3, steps: 40)
        let (small, large) = (makeTrainer(capacity: 2), makeTrainer(capacity: 64))
        small.train(on: sequences, truncation: 40)
        large.train(on: sequences, truncation: 40)
        #expect(small.parameters == large.parameters)
    }
}
