import Tasks
import Tensor
import Testing

@Suite struct CopyTaskTests {
    private let task = CopyTask(symbols: 3, seed: 5)

    @Test func sequencesAreSymbolsDelimiterAndTheSymbolsAgain() {
        let sequences = task.sequences(length: 4, batch: 2, purpose: .trainingData, item: 7)
        #expect(sequences.steps == 9)
        #expect(sequences.lossScale == 4)
        #expect(task.inputs == 4 && task.outputs == 3)
        let symbols = Array(sequences.inputs(0..<4))
        #expect(symbols.allSatisfy { (0..<3).contains($0) })
        #expect(Array(sequences.inputs(4..<5)) == [3, 3])
        #expect(sequences.inputs(5..<9).allSatisfy { $0 == -1 })
        #expect(sequences.targets(0..<5).allSatisfy { $0 == -1 })
        #expect(Array(sequences.targets(5..<9)) == symbols)
    }

    @Test func batchesDependOnSeedPurposeAndItemAlone() {
        func inputs(_ task: CopyTask, _ purpose: Purpose, _ item: Int) -> [Int32] {
            task.sequences(length: 20, batch: 8, purpose: purpose, item: item).inputs
        }
        let first = inputs(task, .trainingData, 0)
        #expect(inputs(task, .trainingData, 0) == first)
        #expect(inputs(task, .trainingData, 1) != first)
        #expect(inputs(task, .heldOutData, 0) != first)
        #expect(inputs(CopyTask(symbols: 3, seed: 6), .trainingData, 0) != first)
    }

    @Test func theCurriculumAdvancesOnARunningMean() {
        var curriculum = Curriculum(from: 1, threshold: 0.15, window: 3)
        for bits in [0.1, 0.1] { curriculum.record(bits) }
        #expect(curriculum.length == 1, "three batches decide")
        curriculum.record(0.4)
        #expect(curriculum.solvedLength == 0, "the mean is 0.2")
        curriculum.record(0.1)
        curriculum.record(0.1)
        #expect(curriculum.length == 1)
        curriculum.record(0.1)
        #expect(curriculum.length == 2 && curriculum.solvedLength == 1)
        curriculum.record(0.01)
        #expect(curriculum.length == 2, "the count starts anew at a new length")
    }

    @Test func aSingleBatchCanDecide() {
        var curriculum = Curriculum(from: 1, threshold: 0.15, window: 1)
        curriculum.record(0.15)
        #expect(curriculum.length == 1)
        curriculum.record(0.149)
        #expect(curriculum.length == 2)
        curriculum.record(.nan)
        #expect(curriculum.length == 2)
    }
}
