import Tensor

/// Images of one shape, each of one of several classes.
public struct ImageSet: Sendable {
    /// Row-major, `count` × `shape.features`.
    public let images: [Float]
    /// The class of each image, in 0..<`classes`.
    public let labels: [Int32]
    public let classes: Int
    public let shape: ImageShape

    public init(images: [Float], labels: [Int32], classes: Int, shape: ImageShape) {
        precondition(
            images.count == labels.count * shape.features,
            "\(images.count) numbers for \(labels.count) images of \(shape.features)")
        precondition(
            labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label outside 0..<\(classes)")
        self.images = images
        self.labels = labels
        self.classes = classes
        self.shape = shape
    }

    public var count: Int { labels.count }

    /// The images at `indices`, in that order.
    func batch(_ indices: some Collection<Int>) -> ImageBatch {
        let features = shape.features
        var batch: [Float] = []
        batch.reserveCapacity(indices.count * features)
        for index in indices {
            batch.append(contentsOf: images[index * features..<(index + 1) * features])
        }
        return ImageBatch(images: batch, labels: indices.map { labels[$0] })
    }
}

/// Some images of a set.
public struct ImageBatch: Sendable {
    /// Row-major, `count` × features.
    public let images: [Float]
    public let labels: [Int32]

    public var count: Int { labels.count }
}
