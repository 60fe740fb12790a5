/// The messages between the workers of one run, and between them and the coordinator that leads them.
///
/// Endpoints are numbered: 0 up to the number of workers are the workers, and that number itself is the
/// coordinator. A message carries a tag, by which it is taken, in whatever order; of a peer's messages
/// that nobody has taken only so many are held, and a sender beyond waits. A channel belongs to one
/// thread.
package protocol Channel: AnyObject {
    /// This endpoint's own number.
    var endpoint: Int { get }

    /// Hands a message over; returns as soon as it is on its way.
    /// - Parameters:
    ///   - seconds: how long to wait for room at most.
    /// - Throws: `ChannelError.gone` when the peer has ended, `.silent` after `seconds`.
    func send(
        _ tag: Tag, _ bytes: UnsafeRawBufferPointer, to peer: Int, within seconds: Double
    ) throws(ChannelError)

    /// Takes the message of that tag.
    /// - Parameters:
    ///   - seconds: how long to wait for it at most.
    /// - Throws: `ChannelError.gone` when the peer has ended before it came, `.silent` after `seconds`,
    ///   `.refused` for what is no message.
    func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8]

    /// Moves on what is on its way, without waiting.
    func pump() throws(ChannelError)

    /// The seconds spent in `send` and `receive` waiting for others, since the channel was opened.
    var waited: Double { get }
}

/// The name of a message among those between two endpoints.
package struct Tag: Hashable, Sendable {
    /// What the message is: the numbering is the user's.
    package let content: UInt16
    /// The update that it belongs to.
    package let update: Int
    /// The part of the update: a microbatch, a piece of a sum.
    package let part: Int

    /// A tag; `update` and `part` are not negative and below 2³².
    package init(content: UInt16, update: Int, part: Int = 0) {
        self.content = content
        self.update = update
        self.part = part
    }
}

/// A fault of the messages between workers.
package enum ChannelError: Error, Hashable, Sendable {
    /// The peer's end is closed.
    case gone(peer: Int)
    /// Nothing came from the peer, or it took nothing, for so long.
    case silent(peer: Int, seconds: Double)
    /// The peer, or whoever it is, sent what is no message, in words.
    case refused(peer: Int?, String)
    /// The system's reason that messages cannot be sent.
    case system(String)
}
