import Synchronization
import Tensor

/// Images to train on, in a new random order every epoch.
package struct ImageTask: Sendable {
    /// The images to train on.
    package let training: ImagePart
    private let order: EpochOrder

    /// A task on some images.
    /// - Parameter seed: decides their order; below 2³².
    package init(_ training: ImagePart, seed: Int) {
        self.training = training
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

    func of(_ epoch: Int) -> [Int] {
        latest.withLock { latest in
            if let latest, latest.epoch == epoch { return latest.order }
            var stream = RandomStream(seed: seed, purpose: .imageOrder, item: epoch)
            let order = stream.permutation(of: count)
            latest = (epoch, order)
            return order
        }
    }
}
