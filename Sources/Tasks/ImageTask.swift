import Synchronization
import Tensor

/// The classification of images: training images in a new random order every epoch, test images in
/// their own.
package struct ImageTask: Sendable {
    /// The images to train on.
    package let training: ImageSet
    /// The images to test on.
    package let test: ImageSet
    /// The seed of the order of the training images.
    package let seed: Int
    private let order: EpochOrder

    /// A task on two sets of equal shape and classes.
    /// - Parameter seed: decides the order of the training images; below 2³².
    package init(training: ImageSet, test: ImageSet, seed: Int) {
        precondition(
            training.shape == test.shape && training.classes == test.classes,
            "\(training.shape) in \(training.classes) classes to train on, \(test.shape) in "
                + "\(test.classes) to test on")
        self.training = training
        self.test = test
        self.seed = seed
        order = EpochOrder(count: training.count, seed: seed)
    }

    /// The number of training batches of `size` images in an epoch.
    package func batches(size: Int) -> Int {
        precondition(
            size > 0 && size <= training.count, "batches of \(size) of \(training.count) images")
        return training.count / size
    }

    /// The training batch number `item`, the same whenever it is asked for.
    ///
    /// An epoch is a permutation of the images; those it has left when no batch can be filled any
    /// more are skipped.
    /// - Parameters:
    ///   - size: of the batch or, where it is shared, of a share.
    ///   - share: which of `shares` equal parts of the batch is wanted.
    package func batch(_ item: Int, size: Int, share: Int = 0, of shares: Int = 1) -> ImageBatch {
        let (epoch, place) = item.quotientAndRemainder(dividingBy: batches(size: size * shares))
        let first = (place * shares + share) * size
        return training.batch(order.of(epoch)[first..<first + size])
    }

    /// The test images in order, `size` a batch; the last batch may be smaller.
    package func testBatches(size: Int) -> some RandomAccessCollection<ImageBatch> {
        precondition(size > 0, "batches of \(size) images")
        return (0..<(test.count + size - 1) / size).lazy.map { place in
            test.batch(place * size..<min((place + 1) * size, test.count))
        }
    }
}

/// The permutations of the epochs, of which the latest asked for is kept.
private final class EpochOrder: Sendable {
    private let count: Int
    private let seed: Int
    private let latest = Mutex<(epoch: Int, order: [Int])?>(nil)

    init(count: Int, seed: Int) {
        self.count = count
        self.seed = seed
    }

    /// Source: Fisher–Yates in Durstenfeld's form, "Algorithm 235: random permutation", 1964.
    func of(_ epoch: Int) -> [Int] {
        latest.withLock { latest in
            if let latest, latest.epoch == epoch { return latest.order }
            var stream = RandomStream(seed: seed, purpose: .imageOrder, item: epoch)
            var order = Array(0..<count)
            for last in stride(from: count - 1, to: 0, by: -1) {
                order.swapAt(last, stream.below(last + 1))
            }
            latest = (epoch, order)
            return order
        }
    }
}
