import Channels
import Foundation
import Glibc
import TestSupport
import Testing

/// Strangers and broken peers, who may send anything.
@Suite(.serialized) struct SocketChaosTests {
    /// What is no hello of this run, at random; never one.
    private func assault(_ numbers: inout TestNumbers, _ opened: Opened) -> [UInt8] {
        var hello = opened.hello(UInt32.random(in: 0..<2, using: &numbers))
        func garbage(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        }
        switch Int.random(in: 0..<9, using: &numbers) {
        case 0: return garbage(Int.random(in: 0..<200, using: &numbers))
        // Magic, version, kind, receiver, length.
        case 1:
            let places = [0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 28, 29, 30, 31]
            let place = places[Int.random(in: 0..<places.count, using: &numbers)]
            hello[place] ^= UInt8.random(in: 1...255, using: &numbers)
            return hello
        // Numbers that are none of this run, negative ones too.
        case 2:
            return opened.hello(
                [2, 3, .max, 1 << 31][Int.random(in: 0..<4, using: &numbers)])
        case 3:
            let place = Int.random(in: 32..<48, using: &numbers)
            hello[place] ^= UInt8.random(in: 1...255, using: &numbers)
            return hello
        case 4: return Array(hello.prefix(Int.random(in: 0..<hello.count, using: &numbers)))
        case 5:
            return rawFrame(kind: 1, from: 0, to: 2, length: .max, garbage(4096))
        case 6: return rawFrame(kind: 1, from: 0, to: 2, [])
        case 7: return rawFrame(from: 0, to: 2, garbage(18))
        default: return rawFrame(kind: 2, from: 2, to: 2, opened.token + [0, 0])
        }
    }

    /// The real workers meet among the strangers.
    @Test(arguments: [Medium.unix, .tcp])
    func strangersHoldNobodyUp(_ medium: Medium) throws {
        var numbers = TestNumbers(seed: 16)
        let (meetings, each) = (Chaos.trials(short: 4, long: 50), 50)
        for _ in 0..<meetings {
            let meeting = try Meeting(
                medium == .unix ? .unix : .tcp, workers: 2, slots: 4, limit: 1 << 16)
            let opened = try Opened(meeting.invitation)
            let assaults = (0..<each).map { _ in assault(&numbers, opened) }
            let stays = (0..<each).map { _ in Bool.random(using: &numbers) }
            let results = inParallel(4) { thread -> (any Channel)? in
                switch thread {
                case 0, 1:
                    // In the midst of them.
                    usleep(UInt32(thread + 1) * 1000)
                    return try SocketChannel.join(meeting.invitation, as: thread, within: 20)
                case 2: return try meeting.gather(within: 20)
                default:
                    var kept: [RawSocket] = []
                    for (bytes, stays) in zip(assaults, stays) {
                        // The meeting may be over.
                        guard let socket = try? RawSocket(opened) else { break }
                        socket.send(bytes)
                        if stays { kept.append(socket) }
                    }
                    usleep(20_000)
                    return nil
                }
            }
            let ends = try results.map { try $0.get() }
            for (sender, receiver) in [(0, 1), (1, 0), (0, 2), (2, 1)] {
                try #require(ends[sender]).send(Tag(content: 1, update: 1), [1, 2], to: receiver)
                #expect(
                    try #require(ends[receiver]).receive(Tag(content: 1, update: 1), from: sender)
                        == [1, 2])
            }
        }
    }

    /// Of those who only connect, or send one byte now and then, the oldest are dropped.
    @Test func theSilentAreKeptInABoundedNumber() throws {
        let meeting = try Meeting(.unix, workers: 1, slots: 2, limit: 100)
        let opened = try Opened(meeting.invitation)
        let results = inParallel(2) { thread -> Int in
            if thread == 0 {
                _ = try meeting.gather(within: 30)
                return 0
            }
            let strangers = try (0..<200).map { index in
                let socket = try RawSocket(opened)
                socket.send([opened.hello(0)[index % 40]])
                return socket
            }
            // They are let go while the worker is still missing.
            let refused = strangers.prefix(136).count { $0.isRefused }
            _ = try SocketChannel.join(meeting.invitation, as: 0, within: 20)
            return refused
        }
        #expect(try results[1].get() == 136)
        _ = try results[0].get()
    }

    /// Who knows the secret takes nobody's place.
    @Test(arguments: [Medium.unix, .tcp])
    func aNumberIsGivenOnce(_ medium: Medium) throws {
        let meeting = try Meeting(
            medium == .unix ? .unix : .tcp, workers: 2, slots: 2, limit: 100)
        let opened = try Opened(meeting.invitation)
        let first = try RawSocket(opened)
        let results = inParallel(2) { thread -> Bool in
            guard thread == 1 else {
                #expect(throws: ChannelError.silent(.worker(1), seconds: 3)) {
                    try meeting.gather(within: 3)
                }
                return true
            }
            first.send(opened.hello(0))
            usleep(100_000)
            let second = try RawSocket(opened)
            second.send(opened.hello(0))
            return second.isRefused
        }
        for result in results { #expect(try result.get()) }
    }

    /// A worker of the run that goes wrong after some good messages: these arrive, and then there is an
    /// error, of what kind it was.
    @Test func damagedMessagesAreRefusedAndThoseBeforeArrive() throws {
        var numbers = TestNumbers(seed: 61)
        for _ in 0..<Chaos.trials(short: 300, long: 8_000) {
            let limit = Int.random(in: 0...3000, using: &numbers)
            let (channel, socket) = try pair(limit: limit)
            let good = (0..<Int.random(in: 0..<3, using: &numbers)).map { update in
                (0..<Int.random(in: 0...limit, using: &numbers)).map {
                    UInt8(truncatingIfNeeded: $0 + update)
                }
            }
            for (update, bytes) in good.enumerated() {
                socket.send(
                    rawFrame(from: 0, to: 1, content: 5, update: UInt32(update), bytes))
            }
            var frame = rawFrame(
                from: 0, to: 1, content: 5, update: UInt32(good.count),
                [UInt8](repeating: 1, count: limit))
            let expected: [ChannelError]
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0:
                frame[Int.random(in: 0..<4, using: &numbers)] ^= 1 << 3
                expected = [.refused(.worker(0), .garbage)]
            case 1:
                frame[4] = 2
                expected = [.refused(.worker(0), .version(2))]
            case 2:
                frame[6] = UInt8.random(in: 1...3, using: &numbers)
                expected = [.refused(.worker(0), .unexpected)]
            case 3:
                frame[Int.random(in: 6..<8, using: &numbers)] |= 0xf0
                expected = [.refused(.worker(0), .garbage)]
            case 4:
                frame[Int.random(in: 8..<16, using: &numbers)] ^= 0x80
                expected = [.refused(.worker(0), .unexpected)]
            case 5:
                frame[Int.random(in: 18..<20, using: &numbers)] ^= 0x40
                expected = [.refused(.worker(0), .garbage)]
            case 6:
                let length = Int.random(in: limit + 1...Int(UInt32.max), using: &numbers)
                frame.replaceSubrange(
                    28..<32, with: (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
                expected = [.refused(.worker(0), .length(length, limit: limit))]
            default:
                frame.removeLast(Int.random(in: 1...frame.count, using: &numbers))
                expected = [.gone(.worker(0))]
            }
            socket.send(frame)
            socket.finish()
            for (update, bytes) in good.enumerated() {
                #expect(try channel.receive(Tag(content: 5, update: update), from: 0) == bytes)
            }
            #expect(channel.held < 1 << 17)
            do {
                _ = try channel.receive(Tag(content: 5, update: good.count), from: 0)
                Issue.record("it was taken: \(expected)")
            } catch let error as ChannelError {
                #expect(expected.contains(error))
            }
        }
    }

    /// Who answers a worker's hello with anything but a welcome has no worker.
    @Test func aWorkerTrustsNoCoordinator() throws {
        var numbers = TestNumbers(seed: 106)
        for _ in 0..<Chaos.trials(short: 100, long: 1_000) {
            let listener = try RawListener()
            let json = """
                {"kind": "tcp", "folder": "", "port": \(listener.port), "workers": 1, "slots": 2,
                "token": \([UInt8](repeating: 7, count: 16)), "limit": 1000}
                """
            let invitation = try JSONDecoder().decode(Invitation.self, from: Data(json.utf8))
            let welcome = rawFrame(kind: 2, from: 1, to: 0, [0, 0])
            var answer = welcome
            let expected: ChannelError
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0:
                answer[Int.random(in: 0..<4, using: &numbers)] ^= 0x11
                expected = .refused(.coordinator, .garbage)
            case 1:
                answer[5] = 1
                expected = .refused(.coordinator, .version(257))
            case 2:
                answer[6] = [1, 3, 4, 5, 6][Int.random(in: 0..<5, using: &numbers)]
                expected = .refused(.coordinator, .unexpected)
            case 3:
                answer = rawFrame(kind: 2, from: 1, to: 0, length: .max, [0, 0])
                expected = .refused(.coordinator, .length(Int(UInt32.max), limit: 2))
            case 4:
                answer = rawFrame(kind: 2, from: 1, to: 0, [0])
                expected = .refused(.coordinator, .unexpected)
            default:
                answer.removeLast(Int.random(in: 1...answer.count, using: &numbers))
                expected = .gone(.coordinator)
            }
            let bytes = answer
            Thread.detachNewThread {
                let socket = listener.accept()
                if socket.receive(50).count == 50 { socket.send(bytes) }
                socket.finish()
                _ = socket.receive(1)
            }
            #expect(throws: expected) {
                try SocketChannel.join(invitation, as: 0, within: 20)
            }
        }
    }

    /// An invitation to a place that answers nothing.
    @Test func aCoordinatorThatSaysNothingIsSilent() throws {
        let meeting = try Meeting(.unix, workers: 1, slots: 2, limit: 100)
        #expect(throws: ChannelError.silent(.coordinator, seconds: 0.1)) {
            try SocketChannel.join(meeting.invitation, as: 0, within: 0.1)
        }
    }

    /// Nobody awaits what it sends: the rest stays with the sender.
    @Test func aFloodIsHeldToTheSlots() throws {
        let (channel, socket) = try pair(limit: 10_000)
        let thread = Thread {
            for update in 0..<2_000 {
                guard
                    socket.send(
                        rawFrame(
                            from: 0, to: 1, content: 1, update: UInt32(update),
                            [UInt8](repeating: 1, count: 10_000)))
                else { return }
            }
        }
        thread.start()
        for _ in 0..<200 {
            channel.pump()
            usleep(500)
            #expect(channel.held < 4 * 10_100 + 10_000 + 1 << 16)
        }
        #expect(throws: ChannelError.refused(.worker(0), .outOfTurn(held: 4))) {
            try channel.receive(Tag(content: 2, update: 0), from: 0)
        }
        #expect(try channel.receive(Tag(content: 1, update: 3), from: 0).count == 10_000)
    }

    /// A coordinator's channel with one worker, which is a bare socket.
    private func pair(limit: Int) throws -> (SocketChannel, RawSocket) {
        let meeting = try Meeting(.unix, workers: 1, slots: 4, limit: limit)
        let opened = try Opened(meeting.invitation)
        let socket = try RawSocket(opened)
        socket.send(opened.hello(0))
        Thread.detachNewThread {
            // The welcome, with the port of a worker that has none.
            if socket.receive(34).count == 34 { socket.send(rawFrame(kind: 3, from: 0, to: 1, [])) }
        }
        return (try meeting.gather(within: 20), socket)
    }
}
