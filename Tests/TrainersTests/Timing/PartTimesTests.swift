import Testing
import Trainers

/// Medians and quartiles, against numbers counted by hand.
@Suite struct PartTimesTests {
    @Test func mediansAndQuartilesAreLinearInBetween() {
        var times = PartTimes()
        for time in [9.0, 1, 5, 3] { times.add(time, of: .forward) }
        times.add(7, of: .step)
        #expect(times.median(of: .forward) == 4)
        // Quartiles at places 0.75 and 2.25 of 1, 3, 5, 9.
        #expect(times.interquartileRange(of: .forward) == 6 - 2.5)
        #expect(times.median(of: .step) == 7)
        #expect(times.interquartileRange(of: .step) == 0)
        #expect(times.median(of: .predict) == nil)
        #expect(times.interquartileRange(of: .predict) == nil)
    }
}
