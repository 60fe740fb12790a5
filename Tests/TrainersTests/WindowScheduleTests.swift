import Tasks
import Testing

@testable import Trainers

@Suite struct WindowScheduleTests {
    private func cuts(_ remainder: WindowSchedule.Remainder, steps: Int) -> [Range<Int>] {
        let sequences = randomSequences(batch: 2, steps: steps)
        return WindowSchedule(truncation: 4, remainder: remainder).windows(of: sequences)
            .map(\.steps)
    }

    @Test func theRemainderGoesWhereItIsTold() {
        #expect(cuts(.first, steps: 10) == [0..<2, 2..<6, 6..<10])
        #expect(cuts(.last, steps: 10) == [0..<4, 4..<8, 8..<10])
    }

    @Test(arguments: WindowSchedule.Remainder.allCases)
    func withoutRemainderAllAreTheSame(remainder: WindowSchedule.Remainder) {
        #expect(cuts(remainder, steps: 8) == [0..<4, 4..<8])
    }

    @Test func aShortSequenceIsOneWindow() {
        #expect(cuts(.first, steps: 3) == [0..<3])
        #expect(cuts(.last, steps: 3) == [0..<3])
    }
}
