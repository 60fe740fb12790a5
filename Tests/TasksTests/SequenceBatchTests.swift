import Tasks
import Testing

@Suite struct SequenceBatchTests {
    /// Two sequences of three steps, two value channels and three target values.
    private let batch = SequenceBatch(
        batch: 2, inputs: [0, 1, 2, 3, 4, 5], targets: [-1, -1, -1, -1, 0, 0],
        values: (0..<12).map { Float($0) }, valueChannels: 2,
        targetValues: (0..<18).map { Float($0) }, targetWidth: 3, lossScale: 1)

    @Test func aWindowOfStepsIsOneSlice() {
        #expect(Array(batch.inputs(1..<2)) == [2, 3])
        #expect(Array(batch.values(1..<2)) == [4, 5, 6, 7])
        #expect(Array(batch.targetValues(1..<3)) == (6..<18).map { Float($0) })
    }

    @Test func paddingHasNoInputNoValueAndNoScore() {
        let padded = batch.padded(to: 5)
        #expect(padded.steps == 5 && padded.lossScale == 1)
        #expect(padded.inputs == batch.inputs + [-1, -1, -1, -1])
        #expect(padded.targets == batch.targets + [-1, -1, -1, -1])
        #expect(padded.valueChannels == 2 && padded.targetWidth == 3)
        #expect(padded.values == batch.values + [Float](repeating: 0, count: 8))
        #expect(padded.targetValues == batch.targetValues + [Float](repeating: 0, count: 12))
    }

    @Test func symbolsAloneHaveNoValues() {
        let symbols = SequenceBatch(batch: 2, inputs: [0, 1], targets: [1, 0], lossScale: 1)
        let padded = symbols.padded(to: 3)
        #expect(padded.values.isEmpty && padded.targetValues.isEmpty)
        #expect(padded.values(0..<3).isEmpty && padded.targetValues(1..<2).isEmpty)
    }
}
