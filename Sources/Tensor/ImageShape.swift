/// The extents of an image; a signal is an image of one row.
public struct ImageShape: Hashable, Sendable {
    public let channels: Int
    public let height: Int
    public let width: Int

    public init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// Numbers in an image.
    public var features: Int { channels * height * width }
}
