/// The messages of one sender that have arrived and were not taken, in their order.
package struct Mailbox {
    private var messages: [(tag: Tag, bytes: [UInt8])] = []

    package var count: Int { messages.count }

    /// An empty one.
    package init() {}

    /// The memory that they need, in bytes.
    private(set) var held = 0

    /// What a message needs besides its bytes.
    private static let overhead = 64

    package mutating func put(_ tag: Tag, _ bytes: [UInt8]) {
        messages.append((tag, bytes))
        held += bytes.count + Self.overhead
    }

    /// Takes the first message of a tag out.
    package mutating func take(_ tag: Tag) -> [UInt8]? {
        guard let place = messages.firstIndex(where: { $0.tag == tag }) else { return nil }
        let bytes = messages.remove(at: place).bytes
        held -= bytes.count + Self.overhead
        return bytes
    }
}
