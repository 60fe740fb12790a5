import Tasks

/// The images of a folder as they were read.
package struct ImageContents: Sendable {
    /// Images to learn from.
    package let training: ImageSet
    /// The test images, of the shape of `training`.
    package let test: ImageSet
    /// Hash of all pixels and labels, of their division and of the images' shape, in 16 hexadecimal
    /// digits.
    package let fingerprint: String

    init(training: ImageSet, test: ImageSet) {
        self.training = training
        self.test = test
        var hash = ContentHash()
        for set in [training, test] {
            // Pixels as the files have them.
            hash.append(set.images.lazy.map { UInt8($0 * 255 + 0.5) })
            hash.append(set.labels.lazy.map { UInt8($0) })
            for size in [set.count, set.shape.channels, set.shape.height, set.shape.width] {
                hash.append(size)
            }
        }
        fingerprint = hash.fingerprint
    }
}
