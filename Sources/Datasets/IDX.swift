import Tasks
import Tensor

/// Parser of the IDX files of MNIST and of the sets published in its form.
///
/// An images file is the 32-bit big-endian numbers 0x803, count, height and width, then a byte a
/// pixel, row-major; a labels file is 0x801 and the count, then a byte a label.
///
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
package enum IDX {
    /// Ten: digits, or as many kinds of something else.
    package static let classes = 10
    /// The most pixels of an image: every one is an input of a network.
    package static let pixelLimit = 1 << 20

    /// The pixels of an images file.
    package struct Images: Sendable {
        /// One channel.
        package let shape: ImageShape
        /// At least 1.
        package let count: Int
        let pixels: ArraySlice<UInt8>
    }

    /// Parses an images file.
    /// - Throws: `ImageError` unless `bytes` are an images file, whole and nothing else.
    package static func images(_ bytes: [UInt8]) throws(ImageError) -> Images {
        let (sizes, pixels) = try contents(of: bytes, magic: 0x803, dimensions: 3)
        guard sizes[1] <= pixelLimit, sizes[1] * sizes[2] <= pixelLimit else {
            throw .tooManyPixels(height: sizes[1], width: sizes[2], limit: pixelLimit)
        }
        return Images(
            shape: ImageShape(channels: 1, height: sizes[1], width: sizes[2]),
            count: sizes[0], pixels: pixels)
    }

    /// Parses a labels file.
    /// - Throws: `ImageError` unless `bytes` are a labels file, whole and nothing else, of labels
    ///   0 to 9.
    package static func labels(_ bytes: [UInt8]) throws(ImageError) -> [Int32] {
        let (_, labels) = try contents(of: bytes, magic: 0x801, dimensions: 1)
        if let place = labels.firstIndex(where: { $0 >= classes }) {
            throw .unknownLabel(
                Int(labels[place]), index: place - labels.startIndex, classes: classes)
        }
        return labels.map(Int32.init)
    }

    /// Joins images and their labels, pixels divided by 255.
    /// - Throws: `ImageError.countsDiffer`.
    package static func set(_ images: Images, labels: [Int32]) throws(ImageError) -> ImageSet {
        guard images.count == labels.count else {
            throw .countsDiffer(images: images.count, labels: labels.count)
        }
        return ImageSet(
            images: images.pixels.map { Float($0) / 255 }, labels: labels, classes: classes,
            shape: images.shape)
    }

    /// The sizes in the header and the data behind it, one byte for each of their product.
    private static func contents(
        of bytes: [UInt8], magic: Int, dimensions: Int
    ) throws(ImageError) -> (sizes: [Int], data: ArraySlice<UInt8>) {
        func number(_ index: Int) -> Int {
            bytes[4 * index..<4 * index + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        // The magic first: it tells best what a file is that is too short as well.
        guard bytes.count < 4 || number(0) == magic else {
            throw .wrongMagic(number(0), expected: magic)
        }
        let header = 4 * (1 + dimensions)
        guard bytes.count >= header else {
            throw .truncatedHeader(bytes: bytes.count, header: header)
        }
        let sizes = (1...dimensions).map(number)
        guard !sizes.contains(0) else { throw .nothing(sizes: sizes) }
        let data = bytes[header...]
        // Without a product that might overflow, nothing is taken before the bytes are known.
        let rest = sizes.reduce(data.count) { $0 / $1 }
        guard rest > 0 else { throw .truncated(sizes: sizes, bytes: data.count) }
        guard sizes.reduce(1, *) == data.count else {
            throw .trailing(sizes: sizes, bytes: data.count)
        }
        return (sizes, data)
    }
}
