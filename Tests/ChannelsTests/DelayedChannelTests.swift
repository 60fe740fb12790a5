import Channels
import Foundation
import Testing

@Suite struct DelayedChannelTests {
    private func delayed(_ medium: Medium, latency: Double, bandwidth: Double?) throws
        -> [DelayedChannel]
    {
        try medium.endpoints(workers: 2).map {
            DelayedChannel($0, latency: latency, secondsPerByte: bandwidth.map { 1 / $0 } ?? 0)
        }
    }

    @Test(arguments: Medium.allCases)
    func aMessageIsHandedOutALatencyLater(_ medium: Medium) throws {
        let ends = try delayed(medium, latency: 0.05, bandwidth: nil)
        let start = ContinuousClock.now
        try ends[0].send(Tag(content: 1, update: 2), [1, 2, 3], to: 1)
        try ends[0].send(Tag(content: 1, update: 3), [], to: 1)
        #expect(ContinuousClock.now - start < .seconds(0.05))
        #expect(try ends[1].receive(Tag(content: 1, update: 2), from: 0) == [1, 2, 3])
        #expect(ContinuousClock.now - start >= .seconds(0.05))
        #expect(try ends[1].receive(Tag(content: 1, update: 3), from: 0) == [])
        #expect(ends[1].waited > 0.02 && ends[1].endpoint == 1)
    }

    /// Three messages of 0.02 s each: the last is there after 0.06 s and the latency.
    @Test func messagesOfOneSenderGoOneAfterTheOther() throws {
        let ends = try delayed(.unix, latency: 0.01, bandwidth: 50_000)
        let start = ContinuousClock.now
        for update in 0..<3 {
            try ends[0].send(
                Tag(content: 0, update: update), [UInt8](repeating: 3, count: 1000), to: 1)
        }
        _ = try ends[1].receive(Tag(content: 0, update: 0), from: 0)
        #expect(ContinuousClock.now - start >= .seconds(0.03))
        _ = try ends[1].receive(Tag(content: 0, update: 2), from: 0)
        #expect(ContinuousClock.now - start >= .seconds(0.07))
    }

    @Test func whatIsNotDueByTheDeadlineIsKept() throws {
        let ends = try delayed(.memory, latency: 0.2, bandwidth: nil)
        try ends[0].send(Tag(content: 0, update: 0), [9], to: 1)
        #expect(throws: ChannelError.silent(.worker(0), seconds: 0.01)) {
            try ends[1].receive(Tag(content: 0, update: 0), from: 0, within: 0.01)
        }
        #expect(try ends[1].receive(Tag(content: 0, update: 0), from: 0) == [9])
    }

    @Test func theCoordinatorIsSpokenToAtOnce() throws {
        let ends = try Medium.unix.endpoints(workers: 1)
        let worker = DelayedChannel(ends[0], latency: 1000, secondsPerByte: 1000)
        try worker.send(Tag(content: 0, update: 0), [1, 2], to: 1)
        #expect(try ends[1].receive(Tag(content: 0, update: 0), from: 0) == [1, 2])
        try ends[1].send(Tag(content: 0, update: 1), [3], to: 0)
        #expect(try worker.receive(Tag(content: 0, update: 1), from: 1) == [3])
    }
}
