import Channels
import Testing

/// What every channel does.
@Suite struct ChannelTests {
    private func tag(_ update: Int, _ content: UInt16 = 0) -> Tag {
        Tag(content: content, update: update)
    }

    @Test(arguments: Medium.allCases)
    func messagesOfAnySizeArriveAsTheyWere(_ medium: Medium) throws {
        let sizes = [0, 1, 31, 32, 33, 65_503, 65_504, 65_505, 65_536, 1 << 20, 1 << 22]
        let messages = sizes.map { size in
            (0..<size).map { UInt8(truncatingIfNeeded: $0 * 7 + size) }
        }
        let ends = try medium.endpoints(workers: 2)
        let results = inParallel(3) { endpoint in
            switch endpoint {
            case 0:
                for (update, message) in messages.enumerated() {
                    try ends[0].send(tag(update), message, to: 1)
                    try ends[0].send(tag(update), message, to: 2)
                }
                ends[0].close(within: 20)
                return true
            default:
                return try messages.indices.allSatisfy {
                    try ends[endpoint].receive(tag($0), from: 0) == messages[$0]
                }
            }
        }
        for result in results { #expect(try result.get()) }
    }

    @Test(arguments: Medium.allCases, [1, 2, 3, 5])
    func theRingAndTheCoordinatorAreConnected(_ medium: Medium, _ workers: Int) throws {
        let ends = try medium.endpoints(workers: workers)
        for worker in 0..<workers {
            let after = (worker + 1) % workers
            if workers > 1 {
                try ends[worker].send(tag(1), [UInt8(worker)], to: after)
                #expect(try ends[after].receive(tag(1), from: worker) == [UInt8(worker)])
                try ends[after].send(tag(2), [UInt8(after)], to: worker)
                #expect(try ends[worker].receive(tag(2), from: after) == [UInt8(after)])
            }
            try ends[worker].send(tag(3), [7], to: workers)
            #expect(try ends[workers].receive(tag(3), from: worker) == [7])
            try ends[workers].send(tag(3), [8], to: worker)
            #expect(try ends[worker].receive(tag(3), from: workers) == [8])
            #expect(ends[worker].endpoint == worker && ends[worker].workers == workers)
        }
    }

    @Test(arguments: Medium.allCases)
    func tagsAreTakenInAnyOrder(_ medium: Medium) throws {
        let ends = try medium.endpoints(workers: 2)
        for update in 0..<4 { try ends[0].send(tag(update), [UInt8(update)], to: 1) }
        for update in [3, 1, 0, 2] {
            #expect(try ends[1].receive(tag(update), from: 0) == [UInt8(update)])
        }
    }

    @Test(arguments: Medium.allCases)
    func ofEqualTagsTheFirstIsTakenFirst(_ medium: Medium) throws {
        let ends = try medium.endpoints(workers: 2)
        for byte: UInt8 in [1, 2, 3] { try ends[0].send(tag(0), [byte], to: 1) }
        for byte: UInt8 in [1, 2, 3] { #expect(try ends[1].receive(tag(0), from: 0) == [byte]) }
    }

    /// The awaited message may come when all slots are taken.
    @Test(arguments: Medium.allCases)
    func theAwaitedMessageHasRoomBehindFullSlots(_ medium: Medium) throws {
        let ends = try medium.endpoints(workers: 2, slots: 3)
        let results = inParallel(2) { endpoint in
            guard endpoint == 1 else {
                for update in 0..<4 { try ends[0].send(tag(update), [UInt8(update)], to: 1) }
                return [UInt8]()
            }
            return try [3, 2, 1, 0].flatMap { try ends[1].receive(tag($0), from: 0) }
        }
        #expect(try results[1].get() == [3, 2, 1, 0])
        _ = try results[0].get()
    }

    @Test(arguments: Medium.allCases)
    func aPeerThatHasEndedIsGoneWhenWhatItSentIsTaken(_ medium: Medium) throws {
        let ends = try medium.endpoints(workers: 2)
        try ends[0].send(tag(0), [5], to: 1)
        ends[0].close(within: 5)
        #expect(try ends[1].receive(tag(0), from: 0) == [5])
        #expect(throws: ChannelError.gone(.worker(0))) { try ends[1].receive(tag(1), from: 0) }
        #expect(throws: ChannelError.gone(.worker(0))) {
            for update in 0..<10 { try ends[1].send(tag(update), [1], to: 0) }
        }
        #expect(throws: ChannelError.gone(.worker(0))) { try ends[2].receive(tag(1), from: 0) }
    }

    @Test(arguments: Medium.allCases)
    func aSilentPeerIsAnErrorByTheDeadline(_ medium: Medium) throws {
        let ends = try medium.endpoints(workers: 2)
        let before = ends[1].waited
        #expect(throws: ChannelError.silent(.worker(0), seconds: 0.05)) {
            try ends[1].receive(tag(0), from: 0, within: 0.05)
        }
        #expect(throws: ChannelError.silent(.coordinator, seconds: 0.05)) {
            try ends[1].receive(tag(0), from: 2, within: 0.05)
        }
        #expect(ends[1].waited - before >= 0.1)
        // It can still speak.
        try ends[0].send(tag(0), [1], to: 1)
        #expect(try ends[1].receive(tag(0), from: 0) == [1])
    }

    /// Who takes nothing keeps a bounded number of messages, and its sender waits.
    @Test(arguments: Medium.allCases)
    func aSenderIsHeldUpByWhoTakesNothing(_ medium: Medium) throws {
        let ends = try medium.endpoints(workers: 2, slots: 3)
        let message = [UInt8](repeating: 1, count: 1 << 22)
        var sent = 0
        #expect(throws: ChannelError.silent(.worker(1), seconds: 0.1)) {
            while true {
                try ends[0].send(tag(sent), message, to: 1, within: 0.1)
                sent += 1
                ends[1].pump()
            }
        }
        #expect((3...12).contains(sent))
        let results = inParallel(2) { endpoint in
            if endpoint == 0 { ends[0].close(within: 20) }
            return try endpoint == 0
                || (0..<sent).allSatisfy { try ends[1].receive(tag($0), from: 0) == message }
        }
        for result in results { #expect(try result.get()) }
    }

    @Test func errorsAreOneLine() {
        let errors: [ChannelError] = [
            .gone(.worker(1)), .silent(.worker(1), seconds: 30),
            .silent(.coordinator, seconds: 0.5),
            .refused(.somebody, .token), .refused(.worker(2), .length(70, limit: 60)),
            .refused(.worker(0), .outOfTurn(held: 8)), .system(doing: "listen", error: 98),
        ]
        #expect(
            errors.map(\.description) == [
                "worker 1 has ended", "worker 1 was silent for 30 s",
                "the coordinator was silent for 0.5 s",
                "somebody that is no worker of this run does not know the secret of this run",
                "worker 2 sent a message of 70 bytes, of which at most 60 are taken",
                "worker 0 sent 8 messages before the one that is awaited",
                "cannot listen: Address already in use",
            ])
    }
}
