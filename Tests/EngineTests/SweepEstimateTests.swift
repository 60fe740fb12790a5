import Sweeps
import Testing
import Vocabulary

@testable import Engine

@Suite struct SweepEstimateTests {
    @Test func theClosestSiblingsCount() throws {
        let plan = try samplePlan()
        var estimate = SweepEstimate()
        #expect(estimate.total(of: Array(plan), jobs: 1) == nil)
        // Truncation 2 with seed 0: twenty steps in all.
        estimate.learn(from: plan[0], CellCost(wallTime: 4, bytes: 1000))
        let first = try #require(estimate.total(of: [plan[1]], jobs: 1))
        #expect(first.seconds == 4 && first.bytes == 1000)
        // Ten times the work of the same method.
        #expect(estimate.total(of: [plan[2], plan[3]], jobs: 1)?.seconds == 80)
        #expect(estimate.total(of: [plan[2], plan[3]], jobs: 2)?.seconds == 40)
        // No more jobs than cells help.
        #expect(estimate.total(of: [plan[2], plan[3]], jobs: 9)?.seconds == 40)
        // Nor does a sibling further away, once there is a closer one.
        estimate.learn(from: plan[2], CellCost(wallTime: 10, bytes: 3000))
        let second = try #require(estimate.total(of: [plan[1], plan[3]], jobs: 1))
        #expect(second.seconds == 14 && second.bytes == 4000)
    }

    @Test(arguments: [
        (0.0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (26_400, "26 kB"),
        (1_500_000, "1.5 MB"), (3e15, "3000 TB"),
    ])
    func bytesAreWrittenShort(bytes: Double, text: String) {
        #expect(byteCount(bytes) == text)
    }
}
