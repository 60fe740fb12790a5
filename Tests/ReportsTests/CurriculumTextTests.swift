import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// The curriculum's speed limit in a report: the eight cells of the sample solve 4, 5, 6, 7, 3, -, 5, 6.
@Suite struct CurriculumTextTests {
    private func lines(_ limits: [Double]?) throws -> [String] {
        let plan = try Plan(sample, size: .smoke)
        var record = sampleRecord(plan)
        if let limits {
            record.variables.append(
                Dataset(
                    "solvable_length", dimensions: plan.axes.map(\.setting.word),
                    shape: plan.axes.map(\.values.count), .float64(limits)))
        }
        return CurriculumText(SweepResults(plan, record)).lines
    }

    private func all(_ limit: Double) -> [Double] { .init(repeating: limit, count: 8) }

    @Test func nothingIsSaidWithoutACurriculum() throws {
        #expect(try lines(nil).isEmpty)
        #expect(try lines(all(.nan)).isEmpty)
        // Nor of runs too short for its first level.
        #expect(try lines(all(0)).isEmpty)
    }

    @Test func farFromTheLimitItIsToldAlone() throws {
        let text = try lines(all(50))
        #expect(text.count == 1)
        #expect(text[0].contains("solves N = 50 at most. No run comes to 80 % of that."))
    }

    /// 0.8 · 8 = 6.4: the fourth cell alone, with 7; of another limit 6 is near as well.
    @Test func runsNearItAreNamed() throws {
        #expect(
            try lines(all(8))[0].hasSuffix(
                "measured: truncation=2, method=sg_linear, seed=1 (7 of 8)."))
        let text = try lines([8, 8, 8, 8, 8, 8, 8, 7])[0]
        #expect(text.contains("N = 7 to 8 at most"))
        #expect(
            text.hasSuffix(
                "seed=1 (7 of 8); truncation=3, method=sg_linear, seed=1 (6 of 7)."))
    }

    /// The sixth cell has no length: of the seven others all are at a limit of 3.
    @Test func allRunsNearItAreNotListed() throws {
        #expect(
            try lines([3, 3, 3, 3, 3, .nan, 3, 3])[0].hasSuffix(
                "N = 3 at most. All runs come to 80 % of that: the limit may be what is measured."))
        #expect(try lines(all(3))[0].contains("; truncation=3, method=truncated_bptt, seed=0"))
    }

    @Test func aPageHasIt() throws {
        let plan = try Plan(sample, size: .smoke)
        var record = sampleRecord(plan)
        record.variables.append(
            Dataset(
                "solvable_length", dimensions: plan.axes.map(\.setting.word),
                shape: plan.axes.map(\.values.count), .float64(all(50))))
        let page = ReportPage(plan: plan, results: SweepResults(plan, record), figures: []).text
        #expect(page.contains("No run comes to 80 % of"))
    }
}
