/// The extents of an image; a signal is an image of one row.
package struct ImageShape: Hashable, Sendable {
    /// The number of channels a pixel has.
    package let channels: Int
    /// The number of rows.
    package let height: Int
    /// The number of pixels in a row.
    package let width: Int

    /// An image of `height` by `width` pixels.
    package init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// The number of numbers in an image.
    package var features: Int { channels * height * width }
}
