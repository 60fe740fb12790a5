/// The messages between the workers of one run, and between them and the coordinator that leads them.
///
/// Endpoints are numbered: 0 up to the number of workers are the workers, and that number itself is the
/// coordinator. A message carries a tag, by which it is taken, in whatever order; of a peer's messages
/// that nobody has taken only so many are held, and a sender beyond waits. Who awaits a message has one
/// more room for it, so that it never stands behind those that come later in turn. A channel belongs to
/// one thread.
package protocol Channel: AnyObject {
    /// This endpoint's own number.
    var endpoint: Int { get }
    /// The number of workers, and the coordinator's.
    var workers: Int { get }

    /// Hands a message over; returns as soon as it is on its way.
    /// - Parameters:
    ///   - seconds: how long to wait for room at most.
    /// - Throws: `ChannelError.gone` when the peer has ended, `.silent` after `seconds`.
    func send(
        _ tag: Tag, _ bytes: UnsafeRawBufferPointer, to peer: Int, within seconds: Double
    ) throws(ChannelError)

    /// Takes the message of that tag; of several with the same tag, the first.
    /// - Parameters:
    ///   - seconds: how long to wait for it at most.
    /// - Throws: `ChannelError.gone` when the peer has ended before it came, `.silent` after `seconds`,
    ///   `.refused` for what is no message.
    func receive(
        _ tag: Tag, from peer: Int, within seconds: Double
    ) throws(ChannelError) -> [UInt8]

    /// Moves on what is on its way, without waiting. A peer that has ended is found by `send` and
    /// `receive`.
    func pump()

    /// Ends this endpoint, when what it sent is on its way or after `seconds`. Peers can still take what
    /// was sent, and find it gone then. Without this call it ends with the object, and what is not yet on
    /// its way is lost.
    func close(within seconds: Double)

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
