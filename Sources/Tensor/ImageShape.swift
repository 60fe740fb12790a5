/// The extents of an image; a signal is an image of one row.
public struct ImageShape: Hashable, Sendable {
    /// The number of channels a pixel has.
    public let channels: Int
    /// The number of rows.
    public let height: Int
    /// The number of pixels in a row.
    public let width: Int

    /// An image of `height` by `width` pixels.
    public init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// The number of numbers in an image.
    public var features: Int { channels * height * width }
}
