import Sweeps
import Testing
import Vocabulary

@testable import Engine

@Suite struct SweepEstimateTests {
    @Test func theClosestSiblingsCount() throws {
        let plan = try samplePlan()
        var estimate = SweepEstimate()
        #expect(estimate.total(of: Array(plan), on: CellCores(1)) == nil)
        // Truncation 2 with seed 0: twenty steps in all.
        estimate.learn(from: plan[0], CellCost(wallTime: 4, bytes: 1000))
        let first = try #require(estimate.total(of: [plan[1]], on: CellCores(1)))
        #expect(first.seconds == 4 && first.bytes == 1000)
        // Ten times the work of the same method.
        #expect(estimate.total(of: [plan[2], plan[3]], on: CellCores(1))?.seconds == 80)
        #expect(estimate.total(of: [plan[2], plan[3]], on: CellCores(2))?.seconds == 40)
        // No more jobs than cells help.
        #expect(estimate.total(of: [plan[2], plan[3]], on: CellCores(9))?.seconds == 40)
        // Nor does a sibling further away, once there is a closer one.
        estimate.learn(from: plan[2], CellCost(wallTime: 10, bytes: 3000))
        let second = try #require(estimate.total(of: [plan[1], plan[3]], on: CellCores(1)))
        #expect(second.seconds == 14 && second.bytes == 4000)
    }

    @Test func aCellWithWorkersTakesAsManyCores() throws {
        let plan = try Plan(crowd, size: .smoke)
        var estimate = SweepEstimate()
        for cell in plan { estimate.learn(from: cell, CellCost(wallTime: 10, bytes: 1)) }
        func seconds(_ cores: CellCores) -> Double? {
            estimate.total(of: Array(plan), on: cores)?.seconds
        }
        // Three seeds with widths 1, 1, 2, 4.
        #expect(seconds(CellCores(4)) == 60)
        #expect(seconds(CellCores(2)) == 90)
        #expect(seconds(CellCores(1)) == 120)
        #expect(seconds(CellCores(4, isAlone: true)) == 120)
        let text = estimate.text(for: Array(plan), on: CellCores(4, isAlone: true))
        #expect(text.hasPrefix("about 2:00 one at a time, "), "\(text)")
    }

    @Test(arguments: [
        (0.0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (26_400, "26 kB"),
        (1_500_000, "1.5 MB"), (3e15, "3000 TB"),
    ])
    func bytesAreWrittenShort(bytes: Double, text: String) {
        #expect(byteCount(bytes) == text)
    }
}
