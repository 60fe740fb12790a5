import Channels
import Foundation
import Glibc

/// A stranger's socket: it knows of the messages what is written in their table, and nothing is checked.
final class RawSocket: Sendable {
    let number: Int32

    init(number: Int32) { self.number = number }

    /// Connects to the meeting of an invitation.
    init(_ invitation: Opened) throws {
        var isConnected = false
        if invitation.kind == "unix" {
            number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) {
                $0.copyBytes(from: "\(invitation.folder)/\(invitation.workers)".utf8)
            }
            isConnected = Self.connect(number, &address)
        } else {
            number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = invitation.port.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            isConnected = Self.connect(number, &address)
        }
        if !isConnected { throw POSIXError(.ECONNREFUSED) }
        var time = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    deinit { close(number) }

    private static func connect<Address>(_ number: Int32, _ address: inout Address) -> Bool {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(number, $0, socklen_t(MemoryLayout<Address>.size)) == 0
            }
        }
    }

    /// Sends all bytes, as long as somebody takes them.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Receives so many bytes; fewer at the end or after 10 seconds.
    func receive(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = recv(number, &bytes, count, Int32(MSG_WAITALL))
        return Array(bytes.prefix(max(0, received)))
    }

    /// Whether the other side has ended it; waits for that.
    var isRefused: Bool { receive(1).isEmpty }

    /// Says no more.
    func finish() { shutdown(number, Int32(SHUT_WR)) }
}

/// A stranger that listens on the loopback interface.
final class RawListener: Sendable {
    private let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let port: UInt16

    init() throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = number
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, size) + listen(number, 4) + getsockname(number, $0, &size)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        if result != 0 { throw POSIXError(.EADDRNOTAVAIL) }
    }

    deinit { close(number) }

    func accept() -> RawSocket { RawSocket(number: Glibc.accept(number, nil, nil)) }
}

/// What an invitation says, read from its JSON.
struct Opened: Decodable {
    let kind: String
    let folder: String
    let port: UInt16
    let token: [UInt8]
    let workers: Int
    let limit: Int

    init(_ invitation: Invitation) throws {
        self = try JSONDecoder().decode(Opened.self, from: JSONEncoder().encode(invitation))
    }

    /// A worker's hello.
    func hello(_ number: UInt32) -> [UInt8] {
        rawFrame(kind: 1, from: number, to: UInt32(workers), token + [0, 0])
    }
}

/// A frame by the table of the format.
func rawFrame(
    magic: [UInt8] = Array("PRSG".utf8), version: UInt16 = 1, kind: UInt16 = 4, from sender: UInt32,
    to receiver: UInt32, content: UInt32 = 0, update: UInt32 = 0, part: UInt32 = 0,
    length: UInt32? = nil, _ bytes: [UInt8]
) -> [UInt8] {
    func little<N: FixedWidthInteger>(_ number: N) -> [UInt8] {
        (0..<N.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    return magic + little(version) + little(kind) + little(sender) + little(receiver)
        + little(content) + little(update) + little(part) + little(length ?? UInt32(bytes.count))
        + bytes
}
