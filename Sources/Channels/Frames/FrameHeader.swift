/// The beginning of everything that goes over a stream: 32 bytes, all numbers little-endian.
///
/// | bytes | meaning |
/// |---|---|
/// | 0–3 | magic: "PRSG" |
/// | 4–5 | version |
/// | 6–7 | kind |
/// | 8–11, 12–15 | sender, receiver |
/// | 16–19, 20–23, 24–27 | content, update and part of the tag |
/// | 28–31 | length of what follows, in bytes |
package struct FrameHeader: Hashable {
    package enum Kind: UInt16 {
        /// Who connects: the token of the run, and the port where it listens.
        case hello = 1
        /// The coordinator to a worker: the ports of all.
        case welcome
        /// A worker to the coordinator: it is connected with its neighbours.
        case joined
        case message
        /// The coordinator to who hands messages on to it: it has taken one of the receiver's.
        case taken
        /// The sender says no more, where its end is not seen otherwise.
        case ended
    }

    package static let size = 32
    static let version: UInt16 = 1
    private static let magic = 0x4753_5250

    package var kind: Kind
    package var sender: Int
    package var receiver: Int
    package var tag = Tag(content: 0, update: 0)
    package var length: Int

    package init(
        _ kind: Kind, from sender: Int, to receiver: Int,
        tag: Tag = Tag(content: 0, update: 0), length: Int
    ) {
        self.kind = kind
        self.sender = sender
        self.receiver = receiver
        self.tag = tag
        self.length = length
    }

    /// Reads a header.
    /// - Parameters:
    ///   - bytes: at least `size`.
    ///   - limit: the longest length that is taken.
    package init(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(Refusal) {
        func short(_ offset: Int) -> UInt16 {
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }
        func number(_ offset: Int) -> Int {
            let number = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            return Int(UInt32(littleEndian: number))
        }
        guard number(0) == Self.magic else { throw .garbage }
        guard short(4) == Self.version else { throw .version(Int(short(4))) }
        guard let kind = Kind(rawValue: short(6)), let content = UInt16(exactly: number(16)) else {
            throw .garbage
        }
        length = number(28)
        guard length <= limit else { throw .length(length, limit: limit) }
        self.kind = kind
        sender = number(8)
        receiver = number(12)
        tag = Tag(content: content, update: number(20), part: number(24))
    }

    /// - Precondition: every number is within 0 ..< 2³².
    package func write(to bytes: UnsafeMutableRawBufferPointer) {
        func put<N: FixedWidthInteger>(_ number: N, _ offset: Int) {
            bytes.storeBytes(of: number.littleEndian, toByteOffset: offset, as: N.self)
        }
        put(UInt32(Self.magic), 0)
        put(Self.version, 4)
        put(kind.rawValue, 6)
        put(UInt32(sender), 8)
        put(UInt32(receiver), 12)
        put(UInt32(tag.content), 16)
        put(UInt32(tag.update), 20)
        put(UInt32(tag.part), 24)
        put(UInt32(length), 28)
    }
}

extension Refusal: Error {}
