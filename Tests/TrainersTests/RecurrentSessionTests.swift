import Layers
import Tasks
import Tensor
import TestSupport
import Testing

@testable import Trainers

@Suite struct RecurrentSessionTests {
    @Test func evaluationTouchesNothingAndDoesNotDependOnItsPieces() {
        let session = makeSession()
        let before = session.networkParameters
        let sequences = randomSequences(batch: 3, steps: 50)
        let network = session.network
        let whole = Evaluator(network: network, batch: 3, capacity: 64, in: Workspace())
        let pieces = Evaluator(network: network, batch: 3, capacity: 7, in: Workspace())
        #expect(abs(whole.meanLoss(of: sequences) - pieces.meanLoss(of: sequences)) < 1e-9)
        #expect(session.networkParameters == before)
    }

    @Test func aCarriedStateReachesTheNextSequence() {
        var carrying = TrainingOptions()
        carrying.carriesState = true
        let sequences = randomSequences(batch: 3, steps: 4)
        let losses = [TrainingOptions(), carrying].map { options in
            let session = makeSession(options: options)
            session.train(on: sequences, truncation: 4)
            return session.train(on: sequences, truncation: 4)[0].loss
        }
        #expect(losses[0] != losses[1])
    }

    @Test func longerWindowsThanTheFirstRoomAreTakenIn() {
        let sequences = randomSequences(batch: 3, steps: 40)
        let (small, large) = (makeSession(capacity: 2), makeSession(capacity: 64))
        small.train(on: sequences, truncation: 40)
        large.train(on: sequences, truncation: 40)
        #expect(small.networkParameters == large.networkParameters)
    }
}
