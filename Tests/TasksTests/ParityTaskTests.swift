import Tasks
import Tensor
import Testing

@Suite struct ParityTaskTests {
    private let task = ParityTask(seed: 5)

    private func ones(_ sequences: SequenceBatch, lane: Int) -> Int {
        (0..<sequences.steps).count { sequences.inputs[$0 * sequences.batch + lane] == 1 }
    }

    @Test(arguments: [1, 2, 9])
    func onlyTheLastStepIsScoredByTheParityOfAll(length: Int) {
        let level = Level(length: length)
        let sequences = task.sequences(at: level, batch: 50, purpose: .trainingData, item: 2)
        #expect(task.inputs == 2 && task.valueChannels == 0 && task.outputs == 2)
        #expect(sequences.steps == length && task.steps(at: level) == length)
        #expect(sequences.lossScale == 1)
        #expect(Set(sequences.inputs) == [0, 1])
        #expect(sequences.targets(0..<length - 1).allSatisfy { $0 == -1 })
        let answers = Array(sequences.targets(length - 1..<length))
        #expect(Set(answers) == [0, 1], "both answers occur")
        for lane in 0..<50 {
            #expect(answers[lane] == (ones(sequences, lane: lane).isMultiple(of: 2) ? 0 : 1))
        }
    }

    @Test func levelsGrowByOneBitFromOne() {
        #expect(task.easiest == Level(length: 1))
        #expect(task.next(after: Level(length: 6)) == Level(length: 7))
    }

    @Test func batchesDependOnSeedPurposeAndItemAlone() {
        func inputs(_ task: ParityTask, _ purpose: Purpose, _ item: Int) -> [Int32] {
            task.sequences(at: Level(length: 40), batch: 4, purpose: purpose, item: item).inputs
        }
        let first = inputs(task, .trainingData, 0)
        #expect(inputs(task, .trainingData, 0) == first)
        #expect(inputs(task, .trainingData, 1) != first)
        #expect(inputs(task, .heldOutData, 0) != first)
        #expect(inputs(ParityTask(seed: 6), .trainingData, 0) != first)
    }
}
