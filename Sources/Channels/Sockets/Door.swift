import Glibc
import Processes

/// Lets those in who show that they are of this run, and holds nobody up for those who do not.
///
/// Who connects has to say hello: the version, the token, a number that is expected. It gets as much
/// memory as that needs and no answer; of those who say nothing only so many are kept, the youngest.
final class Door {
    struct Guest {
        let number: Int
        /// The port where it listens.
        let port: UInt16
        let connection: Connection

        var peer: Peer { .worker(number) }
    }

    /// The bytes of a hello after its header: the token, and the port.
    static let hello = 18

    /// Those kept who have not said hello.
    private static let patience = 64

    private let invitation: Invitation
    /// Who stands behind the door.
    private let endpoint: Int
    private let listener: Descriptor
    private let path: String?
    private var waiting: [Connection] = []

    /// Listens.
    /// - Throws: `ChannelError.longPath`, `.system`.
    init(_ endpoint: Int, of invitation: Invitation) throws(ChannelError) {
        self.invitation = invitation
        self.endpoint = endpoint
        let address = invitation.address(of: endpoint, port: 0)
        listener = try address.listen()
        if case .unix(let path) = address { self.path = path } else { path = nil }
    }

    deinit { if let path { unlink(path) } }

    var port: UInt16 { SocketAddress.port(of: listener) }

    /// What to wait for before the next call of `admit`, in the form of `poll`.
    var awaited: [(number: Int32, events: Int32)] {
        [(listener.number, Int32(POLLIN))] + waiting.flatMap { $0.awaited(reads: true) }
    }

    /// The memory that those need who have not said hello, in bytes.
    var held: Int { waiting.reduce(0) { $0 + $1.held } }

    /// Lets in who has said hello since the last call.
    /// - Parameter expected: the numbers of those who are missing.
    func admit(_ expected: Set<Int>) -> [Guest] {
        for _ in 0..<Self.patience {
            guard let socket = listener.accept() else { break }
            socket.tune()
            waiting.append(
                Connection(
                    reading: socket, writing: socket, limit: Self.hello, readsAhead: false))
        }
        var expected = expected
        var guests: [Guest] = []
        waiting = waiting.filter { connection in
            guard let (header, bytes) = connection.next() else { return connection.end == nil }
            if header.kind == .hello, header.receiver == endpoint, bytes.count == Self.hello,
                invitation.knows(bytes.prefix(16)), expected.remove(header.sender) != nil
            {
                connection.widen(to: invitation.limit)
                guests.append(
                    Guest(
                        number: header.sender,
                        port: UInt16(bytes[16]) | UInt16(bytes[17]) << 8,
                        connection: connection))
            }
            return false
        }
        waiting.removeFirst(max(0, waiting.count - Self.patience))
        return guests
    }

    /// Says hello at another's door.
    static func knock(
        at door: Int, port: UInt16, of invitation: Invitation, as endpoint: Int,
        listeningAt ownPort: UInt16, answer limit: Int,
        _ deadline: Deadline
    ) throws(ChannelError) -> Connection {
        let peer = Peer(door, of: invitation.workers)
        let socket = try invitation.address(of: door, port: port).connect(to: peer, deadline)
        let connection = Connection(
            reading: socket, writing: socket, limit: limit, readsAhead: false)
        connection.write(
            FrameHeader(.hello, from: endpoint, to: door, length: hello),
            invitation.token + [UInt8(ownPort & 0xff), UInt8(ownPort >> 8)])
        return connection
    }
}
