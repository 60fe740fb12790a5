import Tasks
import Tensor
import TestSupport
import Testing

/// Parts of batches, as workers take them.
@Suite struct SharedBatchTests {
    @Test func sharesOfABatchOfImagesAreTheBatch() {
        let images = ImageSet(
            images: (0..<30).map(Float.init), labels: (0..<30).map { Int32($0 % 3) }, classes: 3,
            shape: ImageShape(channels: 1, height: 1, width: 1))
        let task = ImageTask(ImagePart(images), seed: 4)
        // Past the end of the first epoch.
        for item in [0, 1, 2, 3, 7] {
            let whole = task.batch(item, size: 12)
            let shares = (0..<3).map { task.batch(item, size: 4, share: $0, of: 3) }
            #expect(shares.flatMap(\.images) == whole.images)
            #expect(shares.flatMap(\.labels) == whole.labels)
        }
    }

    @Test func lanesOfABatchOfSequencesAreItsColumns() {
        let sequences = SequenceBatch(
            batch: 3, inputs: Array(0..<12), targets: Array(100..<112), lossScale: 1)
        let lanes = sequences.lanes(1..<3)
        #expect(lanes.batch == 2 && lanes.steps == 4)
        #expect(lanes.inputs == [1, 2, 4, 5, 7, 8, 10, 11])
        #expect(lanes.targets == [101, 102, 104, 105, 107, 108, 110, 111])
    }
}
