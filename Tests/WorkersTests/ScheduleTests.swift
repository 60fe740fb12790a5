import Testing
import Workers

/// The order of work, without any work: what is sent is received, and nobody waits for ever.
@Suite struct ScheduleTests {
    static let cases: [Parallelism] = Parallelism.Mode.allCases.flatMap { mode in
        [1, 2, 3, 5].flatMap { workers in
            [(1, 0), (3, 1), (4, 2)].map { microbatches, slack in
                Parallelism(mode, workers: workers, microbatches: microbatches, slack: slack)
            }
        }
    }

    @Test(arguments: cases)
    func whatIsSentIsReceivedInOrder(_ parallelism: Parallelism) {
        let schedule = Schedule(parallelism)
        for count in [0, 1, 2, 9] {
            let round = 7..<7 + count
            var left = (0..<parallelism.workers).map { schedule.actions(of: $0, in: round)[...] }
            // The parcels under way, by receiver, each with its sender.
            var mail = left.map { _ in Set<Sent>() }
            var sums = left.map { _ in 0 }
            var moved = true
            var isWaiting = false
            while moved {
                moved = false
                for worker in left.indices {
                    while let action = left[worker].first {
                        switch action {
                        case .compute: break
                        case .send(let parcel, let receiver):
                            #expect(
                                mail[receiver].insert(Sent(parcel: parcel, by: worker)).inserted)
                            #expect(mail[receiver].count { $0.by == worker } <= schedule.slots)
                        case .receive(let parcel, let sender):
                            isWaiting = mail[worker].remove(Sent(parcel: parcel, by: sender)) == nil
                        case .sum: sums[worker] += 1
                        }
                        if isWaiting { break }
                        left[worker] = left[worker].dropFirst()
                        moved = true
                    }
                    isWaiting = false
                }
            }
            #expect(left.allSatisfy { $0.isEmpty }, "\(parallelism)")
            #expect(mail.allSatisfy { $0.isEmpty }, "\(parallelism)")
            #expect(Set(sums).count == 1)
        }
    }

    private struct Sent: Hashable {
        let parcel: Parcel
        let by: Int
    }
}
