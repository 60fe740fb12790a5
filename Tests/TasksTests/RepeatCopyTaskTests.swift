import Tasks
import Tensor
import Testing

@Suite struct RepeatCopyTaskTests {
    private let task = RepeatCopyTask(symbols: 4, seed: 5)

    @Test func oneSymbolOnce() {
        let sequences = task.sequences(
            at: Level(length: 1), batch: 1, purpose: .trainingData, item: 0)
        let symbol = sequences.inputs[0]
        #expect((0..<4).contains(symbol))
        #expect(sequences.inputs == [symbol, 4, -1, -1, -1])
        #expect(sequences.values == [0, 0, 0.1, 0, 0])
        #expect(sequences.targets == [-1, -1, -1, symbol, 4])
        #expect(sequences.lossScale == 2)
    }

    @Test func twoSymbolsThreeTimesInTwoSequences() {
        let sequences = task.sequences(
            at: Level(length: 2, repeats: 3), batch: 2, purpose: .trainingData, item: 0)
        #expect(task.inputs == 5 && task.valueChannels == 1 && task.outputs == 5)
        #expect(sequences.steps == 11)
        let symbols = Array(sequences.inputs(0..<2))
        #expect(symbols.allSatisfy { (0..<4).contains($0) })
        #expect(Array(sequences.inputs(2..<3)) == [4, 4])
        #expect(sequences.inputs(3..<11).allSatisfy { $0 == -1 })
        #expect(sequences.valueChannels == 1)
        #expect(Array(sequences.values(3..<4)) == [0.3, 0.3])
        #expect(sequences.values.filter { $0 == 0 }.count == 20)
        #expect(sequences.targets(0..<4).allSatisfy { $0 == -1 })
        #expect(Array(sequences.targets(4..<10)) == symbols + symbols + symbols)
        #expect(Array(sequences.targets(10..<11)) == [4, 4])
        #expect(sequences.targetValues.isEmpty)
        #expect(sequences.lossScale == 7)
    }

    /// The lengths in steps that Jaderberg et al. 2017 report as mastered.
    @Test(arguments: [7, 5, 19, 23, 39, 33, 59, 67])
    func thePublishedLengthsAreThoseOfLevels(steps: Int) {
        var level = task.easiest
        while task.steps(at: level) < steps { level = task.next(after: level) }
        #expect(task.steps(at: level) == steps)
        let sequences = task.sequences(at: level, batch: 3, purpose: .heldOutData, item: 1)
        #expect(sequences.steps == steps)
    }

    @Test func batchesDependOnSeedPurposeAndItemAlone() {
        func inputs(_ task: RepeatCopyTask, _ purpose: Purpose, _ item: Int) -> [Int32] {
            let level = Level(length: 20, repeats: 2)
            return task.sequences(at: level, batch: 8, purpose: purpose, item: item).inputs
        }
        let first = inputs(task, .trainingData, 0)
        #expect(inputs(task, .trainingData, 0) == first)
        #expect(inputs(task, .trainingData, 1) != first)
        #expect(inputs(task, .heldOutData, 0) != first)
        #expect(inputs(RepeatCopyTask(symbols: 4, seed: 6), .trainingData, 0) != first)
    }
}
