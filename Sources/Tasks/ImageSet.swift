import Tensor

/// A set of images of one shape with their classes.
package struct ImageSet: Sendable {
    /// The pixels, row-major, `count` × `shape.features`.
    package let images: [Float]
    /// The class of each image, in 0..<`classes`.
    package let labels: [Int32]
    /// The number of classes.
    package let classes: Int
    /// The shape of every image.
    package let shape: ImageShape

    /// A set of images and labels.
    /// - Precondition: there are as many images as labels, and every label is one of the classes.
    package init(images: [Float], labels: [Int32], classes: Int, shape: ImageShape) {
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

    /// The number of images.
    package var count: Int { labels.count }

    /// The images at `indices`, in that order.
    fileprivate func batch(_ indices: some Collection<Int>) -> ImageBatch {
        let features = shape.features
        var batch: [Float] = []
        batch.reserveCapacity(indices.count * features)
        for index in indices {
            batch.append(contentsOf: images[index * features..<(index + 1) * features])
        }
        return ImageBatch(images: batch, labels: indices.map { labels[$0] })
    }
}

/// Some of the images of a set, in an order of their own.
package struct ImagePart: Sendable {
    /// The set that they are of.
    package let set: ImageSet
    private let places: [Int]

    /// All images of a set, in its order.
    package init(_ set: ImageSet) { self.init(set, places: Array(0..<set.count)) }

    /// The images of a set at some places.
    init(_ set: ImageSet, places: [Int]) {
        self.set = set
        self.places = places
    }

    /// The number of images.
    package var count: Int { places.count }

    /// The images at `indices` of this part, in that order.
    func batch(_ indices: some Collection<Int>) -> ImageBatch {
        set.batch(indices.map { places[$0] })
    }

    /// The images in order, `size` a batch; the last batch may be smaller.
    package func batches(size: Int) -> some RandomAccessCollection<ImageBatch> {
        precondition(size > 0, "batches of \(size) images")
        return (0..<(count + size - 1) / size).lazy.map { place in
            batch(place * size..<min((place + 1) * size, count))
        }
    }
}

/// A batch of images of a set with their classes.
package struct ImageBatch: Sendable {
    /// The pixels, row-major, `count` × features.
    package let images: [Float]
    /// The class of each image.
    package let labels: [Int32]

    /// The number of images.
    package var count: Int { labels.count }
}
