import Processes

/// The other end of a message.
package enum Peer: Hashable, Sendable {
    case worker(Int)
    case coordinator
    /// Who has not shown to be of this run.
    case somebody

    /// - Parameters:
    ///   - endpoint: its number.
    ///   - workers: the number of workers, which is the coordinator's.
    package init(_ endpoint: Int, of workers: Int) {
        self = endpoint == workers ? .coordinator : .worker(endpoint)
    }
}

/// A fault of the messages between workers.
package enum ChannelError: Error, Hashable, Sendable {
    /// The peer's end is closed.
    case gone(Peer)
    /// Nothing came from the peer, or it took nothing, for so long.
    case silent(Peer, seconds: Double)
    /// The peer sent what is no message of this run.
    case refused(Peer, Refusal)
    /// The folder for temporary files has so long a path that no socket can be made there.
    case longPath(String)
    /// A library's refusal to do something, with its reason in words.
    case library(doing: String, reason: String)
    /// The system's refusal to do something, with the number of its error.
    case system(doing: String, error: Int32)
}

/// The reason that a peer's words are not taken.
package enum Refusal: Hashable, Sendable {
    /// They do not begin as a message does.
    case garbage
    /// They are those of another version of this program.
    case version(Int)
    /// They are out of place: a kind of message, a sender or a receiver that is not awaited there.
    case unexpected
    /// The message is longer than any of this run, in bytes.
    case length(Int, limit: Int)
    /// The secret of this run is another.
    case token
    /// So many messages were sent before the one that is awaited.
    case outOfTurn(held: Int)
}

extension Peer: CustomStringConvertible {
    package var description: String {
        switch self {
        case .worker(let number): "worker \(number)"
        case .coordinator: "the coordinator"
        case .somebody: "somebody that is no worker of this run"
        }
    }
}

extension ChannelError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gone(let peer): "\(peer) has ended"
        case .silent(let peer, let seconds): "\(peer) was silent for \(Self.text(seconds)) s"
        case .refused(let peer, let reason): "\(peer) \(reason)"
        case .longPath(let path):
            "'\(path)' has too many bytes for a socket: set TMPDIR to a folder with a shorter path"
        case .library(let doing, let reason): "cannot \(doing): \(reason)"
        case .system(let doing, let error): "cannot \(doing): \(systemMessage(error))"
        }
    }

    /// Without the fraction that is none.
    private static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    }
}

extension Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .garbage: "sent what is no message"
        case .version(let version): "speaks version \(version) of the messages"
        case .unexpected: "sent a message that is out of place"
        case .length(let length, let limit):
            "sent a message of \(length) bytes, of which at most \(limit) are taken"
        case .token: "does not know the secret of this run"
        case .outOfTurn(let held): "sent \(held) messages before the one that is awaited"
        }
    }
}
