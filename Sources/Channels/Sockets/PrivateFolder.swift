import Glibc

/// A new folder that only this user can look into, for the sockets of one meeting.
///
/// It is removed with its owner, with the sockets in it.
final class PrivateFolder {
    let path: String
    /// The most sockets that may lie in it: one an endpoint.
    private let endpoints: Int

    /// - Throws: `ChannelError.longPath`, `.system`.
    init(endpoints: Int) throws(ChannelError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        // Its folder has mode 0700.
        var name = Array("\(parent)/presage-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw .system(doing: "make a folder in '\(parent)'", error: errno)
        }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.endpoints = endpoints
    }

    deinit {
        for endpoint in 0..<endpoints { unlink(Self.socket(of: endpoint, in: path)) }
        rmdir(path)
    }

    /// The path of an endpoint's socket.
    static func socket(of endpoint: Int, in folder: String) -> String { "\(folder)/\(endpoint)" }
}
