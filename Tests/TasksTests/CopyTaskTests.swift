import Tasks
import Tensor
import Testing

@Suite struct CopyTaskTests {
    private let task = CopyTask(symbols: 3, seed: 5)

    @Test func sequencesAreSymbolsDelimiterAndTheSymbolsAgain() {
        let sequences = task.sequences(
            at: Level(length: 4), batch: 2, purpose: .trainingData, item: 7)
        #expect(sequences.steps == 9 && task.steps(at: Level(length: 4)) == 9)
        #expect(sequences.lossScale == 4)
        #expect(task.inputs == 4 && task.outputs == 3)
        let symbols = Array(sequences.inputs(0..<4))
        #expect(symbols.allSatisfy { (0..<3).contains($0) })
        #expect(Array(sequences.inputs(4..<5)) == [3, 3])
        #expect(sequences.inputs(5..<9).allSatisfy { $0 == -1 })
        #expect(sequences.targets(0..<5).allSatisfy { $0 == -1 })
        #expect(Array(sequences.targets(5..<9)) == symbols)
    }

    /// A seed recorded with results stands for its numbers, which must never change.
    @Test func theSymbolsOfABatchNeverChange() {
        func symbols(_ purpose: Purpose) -> [Int32] {
            let sequences = task.sequences(
                at: Level(length: 4), batch: 2, purpose: purpose, item: 7)
            return Array(sequences.inputs(0..<4))
        }
        #expect(symbols(.trainingData) == [0, 0, 0, 1, 2, 2, 2, 1])
        #expect(symbols(.heldOutData) == [1, 2, 2, 0, 0, 2, 1, 0])
    }

    @Test func batchesDependOnSeedPurposeAndItemAlone() {
        func inputs(_ task: CopyTask, _ purpose: Purpose, _ item: Int) -> [Int32] {
            task.sequences(at: Level(length: 20), batch: 8, purpose: purpose, item: item).inputs
        }
        let first = inputs(task, .trainingData, 0)
        #expect(inputs(task, .trainingData, 0) == first)
        #expect(inputs(task, .trainingData, 1) != first)
        #expect(inputs(task, .heldOutData, 0) != first)
        #expect(inputs(CopyTask(symbols: 3, seed: 6), .trainingData, 0) != first)
    }
}
