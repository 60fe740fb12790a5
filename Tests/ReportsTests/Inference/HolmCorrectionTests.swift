import TestSupport
import Testing

@testable import Reports

/// Holm's correction against `multipletests(method="holm")` of statsmodels.
@Suite struct HolmCorrectionTests {
    @Test func correctionsAreThoseOfStatsmodels() throws {
        let lists = try Fixture("inference").group("corrections")
        #expect(lists.groupNames.count == 4)
        for name in lists.groupNames {
            let correction = HolmCorrection(try lists.reals("\(name)/p"))
            for (own, expected) in zip(correction.corrected, try lists.reals("\(name)/holm")) {
                #expect(isClose(own, expected), "\(name): \(own), not \(expected)")
            }
        }
    }

    /// A lowered p is corrected as it would be in the list.
    @Test func aLoweredPIsCorrectedInItsPlace() {
        var numbers = TestNumbers(seed: 18)
        for _ in 0..<200 {
            // Ties among them.
            let pValues = (0..<7).map { _ in
                Double(Int.random(in: 0...40, using: &numbers)) / 400
            }
            let correction = HolmCorrection(pValues)
            for index in pValues.indices {
                var lowered = pValues
                lowered[index] *= Double.random(in: 0...1, using: &numbers)
                #expect(
                    correction.corrected(ifLowered: lowered[index])
                        == HolmCorrection(lowered).corrected[index])
            }
        }
    }

    @Test func noTestsNeedNoCorrection() {
        #expect(HolmCorrection([]).corrected.isEmpty)
        #expect(HolmCorrection([0.04]).corrected == [0.04])
    }
}
