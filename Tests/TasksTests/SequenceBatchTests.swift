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
}
