import Tasks
import Tensor

/// Parser of the binary batches of CIFAR-10: records of a label and the 3 × 32 × 32 pixels of its
/// image, a byte each, red first, row-major.
///
/// Source: Krizhevsky 2009, "Learning multiple layers of features from tiny images".
package enum CIFAR10 {
    /// Ten kinds of animals and vehicles.
    package static let classes = 10
    /// Red, green and blue of 32 × 32 pixels.
    package static let shape = ImageShape(channels: 3, height: 32, width: 32)
    /// Bytes of a record.
    private static let record = 1 + shape.features

    /// The records of a batch file, their labels all known.
    package struct Records: Sendable {
        fileprivate let bytes: [UInt8]

        /// At least 1.
        package var count: Int { bytes.count / record }
    }

    /// Parses a batch file.
    /// - Throws: `ImageError` unless `bytes` are whole records, one at least, of labels 0 to 9.
    package static func records(_ bytes: [UInt8]) throws(ImageError) -> Records {
        guard bytes.count > 0 && bytes.count % record == 0 else {
            throw .partialRecord(bytes: bytes.count, record: record)
        }
        for index in 0..<bytes.count / record where bytes[index * record] >= classes {
            throw .unknownLabel(Int(bytes[index * record]), index: index, classes: classes)
        }
        return Records(bytes: bytes)
    }

    /// Joins the images of some files, pixels divided by 255.
    package static func set(_ files: [Records]) -> ImageSet {
        let count = files.map(\.count).reduce(0, +)
        var images: [Float] = []
        var labels: [Int32] = []
        images.reserveCapacity(count * shape.features)
        labels.reserveCapacity(count)
        for file in files {
            for start in stride(from: 0, to: file.bytes.count, by: record) {
                labels.append(Int32(file.bytes[start]))
                for pixel in file.bytes[start + 1..<start + record] {
                    images.append(Float(pixel) / 255)
                }
            }
        }
        return ImageSet(images: images, labels: labels, classes: classes, shape: shape)
    }
}
