import Channels
import Testing
import Workers

/// No schedule locks up with as many slots as it asks for: every message is taken in the end, however
/// little the channel holds beyond them.
@Suite struct ScheduleLockTests {
    private static let schedules: [Schedule] = Parallelism.Mode.allCases.flatMap { mode in
        [1, 2, 3, 4, 7].flatMap { workers in
            [(1, 0), (1, 1), (4, 2), (8, 5)].map { microbatches, slack in
                Schedule(
                    Parallelism(mode, workers: workers, microbatches: microbatches, slack: slack))
            }
        }
    }

    private enum Step {
        case send(Tag, to: Int)
        case receive(Tag, from: Int)
    }

    /// The messages of a worker in a round; of a sum, those around the ring.
    private static func steps(_ schedule: Schedule, _ worker: Int, _ round: Range<Int>) -> [Step] {
        let workers = schedule.parallelism.workers
        return schedule.actions(of: worker, in: round).flatMap { action -> [Step] in
            switch action {
            case .compute: return []
            case .send(let parcel, let peer): return [.send(tag(parcel), to: peer)]
            case .receive(let parcel, let peer): return [.receive(tag(parcel), from: peer)]
            case .sum(let update):
                return (0..<2 * (workers - 1)).flatMap { part -> [Step] in
                    let tag = Tag(content: 100, update: update, part: part)
                    return [
                        .send(tag, to: (worker + 1) % workers),
                        .receive(tag, from: (worker + workers - 1) % workers),
                    ]
                }
            }
        }
    }

    private static func tag(_ parcel: Parcel) -> Tag {
        Tag(content: parcel.content.rawValue, update: parcel.update, part: parcel.part)
    }

    /// In a network of such senders and receivers the order in which they are looked at decides nothing:
    /// it locks up always or never.
    @Test func withSlotsAloneEveryScheduleComesToItsEnd() {
        for schedule in Self.schedules {
            let workers = schedule.parallelism.workers
            let steps = (0..<workers).map { Self.steps(schedule, $0, 0..<12) }
            var next = Array(repeating: 0, count: workers)
            /// By receiver and sender, in the order in which they were sent.
            var held = Array(repeating: Array(repeating: [Tag](), count: workers), count: workers)
            var hasMoved = true
            while hasMoved {
                hasMoved = false
                for worker in 0..<workers {
                    while next[worker] < steps[worker].count {
                        switch steps[worker][next[worker]] {
                        case .send(let tag, let peer):
                            var isAwaited = false
                            if next[peer] < steps[peer].count,
                                case .receive(tag, worker) = steps[peer][next[peer]]
                            {
                                isAwaited = true
                            }
                            guard held[peer][worker].count < schedule.slots || isAwaited else {
                                break
                            }
                            held[peer][worker].append(tag)
                            next[worker] += 1
                            hasMoved = true
                            continue
                        case .receive(let tag, let peer):
                            guard let place = held[worker][peer].firstIndex(of: tag) else { break }
                            held[worker][peer].remove(at: place)
                            next[worker] += 1
                            hasMoved = true
                            continue
                        }
                        break
                    }
                }
            }
            #expect(next == steps.map(\.count), "\(schedule.parallelism)")
            #expect(held.allSatisfy { $0.allSatisfy(\.isEmpty) }, "\(schedule.parallelism)")
        }
    }

    /// Messages so large that the system's own buffers hide nothing.
    @Test(arguments: Medium.allCases, Parallelism.Mode.allCases)
    func realChannelsComeToTheirEnd(_ medium: Medium, _ mode: Parallelism.Mode) throws {
        let schedule = Schedule(Parallelism(mode, workers: 3, microbatches: 3, slack: 1))
        let ends = try medium.endpoints(workers: 3, slots: schedule.slots)
        let message = [UInt8](repeating: 7, count: 1 << 18)
        let results = inParallel(3) { worker in
            for step in Self.steps(schedule, worker, 0..<12) {
                switch step {
                case .send(let tag, let peer): try ends[worker].send(tag, message, to: peer)
                case .receive(let tag, let peer):
                    guard try ends[worker].receive(tag, from: peer) == message else { return false }
                }
            }
            ends[worker].close(within: 20)
            return true
        }
        for result in results { #expect(try result.get()) }
    }
}
