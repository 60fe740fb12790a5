import Foundation
import Glibc
import Testing

@testable import Channels

/// How the workers of a run come together, and what is to be seen of it from outside.
@Suite(.serialized) struct MeetingTests {
    /// The local addresses, in the system's hexadecimal form, at which this process listens for TCP.
    private func listening() throws -> [String] {
        let own = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        return ["tcp", "tcp6"].flatMap { table -> [String] in
            guard let text = try? String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8)
            else { return [] }
            return text.split(separator: "\n").dropFirst().compactMap { line in
                let words = line.split(separator: " ")
                let isOurs = words.count > 9 && own.contains("socket:[\(words[9])]")
                return isOurs && words[3] == "0A" ? String(words[1]) : nil
            }
        }
    }

    @Test func tcpListensOnLoopbackAloneAndOnlyWhileWorkersMeet() throws {
        let meeting = try Meeting(.tcp, workers: 2, slots: 2, limit: 100)
        let opened = try Opened(meeting.invitation)
        // Worker 0 listens and waits for worker 1, which never comes.
        let results = inParallel(3) { thread -> [String] in
            switch thread {
            case 0:
                let error = ChannelError.gone(.coordinator)
                #expect(throws: error) {
                    try SocketChannel.join(meeting.invitation, as: 0, within: 20)
                }
                return []
            case 1:
                let error = ChannelError.silent(.worker(1), seconds: 3)
                #expect(throws: error) { try meeting.gather(within: 3) }
                return []
            default:
                // The coordinator's, and in a moment the worker's too.
                usleep(500_000)
                return try listening()
            }
        }
        let hexadecimal = String(opened.port, radix: 16, uppercase: true)
        let port = ":" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
        let addresses = try results[2].get()
        #expect(addresses.contains { $0.hasSuffix(port) } && addresses.count >= 2)
        // 127.0.0.1.
        #expect(addresses.allSatisfy { $0.hasPrefix("0100007F:") })
        #expect(try !listening().contains { $0.hasSuffix(port) })
        #expect(throws: (any Error).self) { try RawSocket(opened) }
    }

    @Test func unixSocketsLieInAPrivateFolderThatIsGoneWhenAllHaveJoined() throws {
        let meeting = try Meeting(.unix, workers: 2, slots: 2, limit: 100)
        let folder = try Opened(meeting.invitation).folder
        var information = stat()
        #expect(stat(folder, &information) == 0 && information.st_mode & 0o777 == 0o700)
        let results = inParallel(3) { thread -> (any Channel)? in
            thread == 2
                ? try meeting.gather(within: 20)
                : try SocketChannel.join(meeting.invitation, as: thread, within: 20)
        }
        for result in results { _ = try result.get() }
        #expect(stat(folder, &information) != 0)
    }

    @Test func aMeetingThatNobodyComesToLeavesNothing() throws {
        var meeting: Meeting? = try Meeting(.unix, workers: 2, slots: 2, limit: 100)
        let invitation = try #require(meeting?.invitation)
        let folder = try Opened(invitation).folder
        #expect(throws: ChannelError.silent(.worker(0), seconds: 0.05)) {
            try meeting?.gather(within: 0.05)
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
        meeting = try Meeting(.unix, workers: 2, slots: 2, limit: 100)
        let second = try Opened(try #require(meeting?.invitation)).folder
        meeting = nil
        #expect(!FileManager.default.fileExists(atPath: second))
        #expect(throws: ChannelError.self) {
            try SocketChannel.join(invitation, as: 0, within: 1)
        }
    }

    /// A worker of another run is a stranger.
    @Test(arguments: [Invitation.Kind.unix, .tcp])
    func theSecretOfAnotherRunIsRefused(_ kind: Invitation.Kind) throws {
        let meetings = try (0..<2).map { _ in try Meeting(kind, workers: 1, slots: 2, limit: 100) }
        let (first, second) = (
            try Opened(meetings[0].invitation), try Opened(meetings[1].invitation)
        )
        #expect(first.token != second.token && first.token.count == 16)
        let results = inParallel(2) { thread -> Bool in
            if thread == 1 {
                #expect(throws: ChannelError.silent(.worker(0), seconds: 3)) {
                    try meetings[0].gather(within: 3)
                }
                return true
            }
            let stranger = try RawSocket(first)
            stranger.send(second.hello(0))
            return stranger.isRefused
        }
        for result in results { #expect(try result.get()) }
    }

    @Test func aWorkerThatDiesOnTheWayEndsTheMeeting() throws {
        let meeting = try Meeting(.unix, workers: 2, slots: 2, limit: 100)
        let opened = try Opened(meeting.invitation)
        do {
            let socket = try RawSocket(opened)
            socket.send(opened.hello(1))
            socket.finish()
        }
        #expect(throws: ChannelError.gone(.worker(1))) { try meeting.gather(within: 20) }
    }

    @Test func aPathTooLongForASocketIsAnError() throws {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        #expect(throws: ChannelError.longPath(path)) { try SocketAddress.unix(path: path).listen() }
        let text = ChannelError.longPath("/x/0").description
        #expect(
            text
                == "'/x/0' has too many bytes for a socket: set TMPDIR to a folder with a shorter path"
        )
    }
}
