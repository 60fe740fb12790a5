import Tensor
import Tasks
import Testing

@Suite struct ImageTaskTests {
    /// A set of images of 2 numbers, both the image's index, of class index mod 3.
    private static func set(_ count: Int) -> ImageSet {
        ImageSet(
            images: (0..<2 * count).map { Float($0 / 2) },
            labels: (0..<count).map { Int32($0 % 3) }, classes: 3,
            shape: ImageShape(channels: 1, height: 1, width: 2))
    }

    private static func task(seed: Int) -> ImageTask {
        ImageTask(ImagePart(set(23)), seed: seed)
    }

    private let task = task(seed: 5)

    /// The indices of the images in a batch, whose numbers and labels must belong together.
    private func indices(_ batch: ImageBatch) -> [Int] {
        let indices = batch.labels.indices.map { Int(batch.images[2 * $0]) }
        #expect(batch.count == indices.count)
        #expect(batch.images == indices.flatMap { [Float($0), Float($0)] })
        #expect(batch.labels == indices.map { Int32($0 % 3) })
        return indices
    }

    private func epoch(_ epoch: Int, of task: ImageTask, size: Int) -> [Int] {
        (0..<23 / size).flatMap { indices(task.batch(epoch * (23 / size) + $0, size: size)) }
    }

    @Test(arguments: [1, 5, 23])
    func anEpochHasNoImageTwiceAndSkipsTheRemainder(size: Int) {
        #expect(task.batches(size: size) == 23 / size)
        let epochs = (0..<3).map { epoch($0, of: task, size: size) }
        for epoch in epochs {
            #expect(epoch.count == 23 / size * size)
            #expect(Set(epoch).count == epoch.count && Set(epoch).isSubset(of: 0..<23))
        }
        #expect(Set(epochs).count == 3, "every epoch has an order of its own")
        #expect(!epochs.contains(Array(0..<epochs[0].count)))
    }

    @Test func everyImageComesFirstEquallyOften() {
        let epochs = 4600
        var counts = [Int](repeating: 0, count: 23)
        for epoch in 0..<epochs { counts[indices(task.batch(epoch * 23, size: 1))[0]] += 1 }
        let mean = Double(epochs) / 23
        // Five standard deviations of a count.
        #expect(counts.allSatisfy { abs(Double($0) - mean) < 5 * mean.squareRoot() })
    }

    @Test func batchesDependOnSeedAndItemAlone() {
        let inOrder = (0..<12).map { indices(task.batch($0, size: 5)) }
        let backwards = (0..<12).reversed().map { indices(Self.task(seed: 5).batch($0, size: 5)) }
        #expect(inOrder == backwards.reversed())
        #expect(inOrder != (0..<12).map { indices(Self.task(seed: 6).batch($0, size: 5)) })
    }

    /// A seed recorded with results stands for its numbers, which must never change.
    @Test func theOrderOfAnEpochNeverChanges() {
        #expect(indices(task.batch(0, size: 5)) == [9, 20, 16, 6, 14])
        #expect(indices(task.batch(4, size: 5)) == [12, 5, 10, 14, 19])
    }

    @Test func batchesOfAPartAreInOrderAndTheLastMayBeSmaller() {
        let part = ImagePart(Self.set(7))
        #expect(part.batches(size: 3).map(indices) == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(part.batches(size: 7).map(indices) == [Array(0..<7)])
        #expect(part.batches(size: 100).map(indices) == [Array(0..<7)])
        #expect(part.batches(size: 3).count == 3)
    }

    @Test func aBatchBeyondTheImagesIsRefused() async {
        await #expect(processExitsWith: .failure) {
            _ = ImageTask(ImagePart(Self.set(3)), seed: 0).batch(0, size: 4)
        }
    }

    @Test func imagesWithoutALabelAreRefused() async {
        await #expect(processExitsWith: .failure) {
            _ = ImageSet(
                images: [1, 2, 3], labels: [0, 0], classes: 1,
                shape: ImageShape(channels: 1, height: 1, width: 2))
        }
    }
}
