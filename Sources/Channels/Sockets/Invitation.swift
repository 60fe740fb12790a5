/// What a worker has to know to join a meeting: a part of its job.
package struct Invitation: Codable, Hashable, Sendable {
    /// The kind of sockets.
    package enum Kind: String, Codable, Hashable, Sendable {
        /// By a path in a folder that only this user can look into.
        case unix
        /// On the loopback interface.
        case tcp
    }

    let kind: Kind
    /// The folder of Unix sockets; empty for TCP.
    let folder: String
    /// The coordinator's port; 0 for Unix sockets.
    var port: UInt16
    /// The secret of this run, 16 bytes, by which those of it know each other.
    let token: [UInt8]
    package let workers: Int
    /// The messages of one sender that are held for a receiver.
    let slots: Int
    /// The longest message, in bytes.
    let limit: Int

    /// Whether it may be that of a meeting: decoded, it may be anything.
    package var isPlausible: Bool {
        token.count == 16 && (1...1 << 15).contains(workers) && (1...1 << 32).contains(slots)
            && (1..<1 << 32).contains(limit) && !folder.utf8.contains(0)
    }

    /// The place where an endpoint listens.
    func address(of endpoint: Int, port: UInt16) -> SocketAddress {
        switch kind {
        case .unix: .unix(path: PrivateFolder.socket(of: endpoint, in: folder))
        case .tcp: .loopback(port: port)
        }
    }

    /// Compares a token in a time that does not tell where it differs.
    func knows(_ other: some Collection<UInt8>) -> Bool {
        other.count == token.count && zip(other, token).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
