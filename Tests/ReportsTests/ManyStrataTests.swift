import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// A report over thousands of places takes time in proportion.
@Suite struct ManyStrataTests {
    private func page(strata: Int) throws -> String {
        let experiment = Experiment("many") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.units, Array(1...strata))
                Axis(.truncation, [2, 3])
                Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
                Seeds(2)
            }
            Size(.smoke, updates: 20)
            Report {
                Claim("P", "It is longer.") {
                    Compare(
                        .solvedLength, of: .synthetic(.linear), with: .truncatedBPTT,
                        expecting: .greater)
                }
            }
        }
        let plan = try Plan(experiment, size: .smoke)
        let names = plan.axes.map(\.setting.word)
        let shape = plan.axes.map(\.values.count)
        let record = CollectedRecord(
            over: plan,
            variables: [
                Dataset(
                    "status", dimensions: names, shape: shape,
                    .float64(Array(repeating: 0, count: plan.count))),
                Dataset(
                    "solved_length", dimensions: names, shape: shape,
                    .float64((0..<plan.count).map { Double($0 % 7) })),
                Dataset(
                    "cell_id", dimensions: names, shape: shape,
                    .strings((0..<plan.count).map { "cell_\($0)" })),
            ])
        let results = SweepResults(plan, record)
        return ReportPage(plan: plan, results: results, figures: []).text
    }

    @Test(arguments: [80, 320, 1250])
    func everyPlaceHasItsVerdict(strata: Int) throws {
        let text = try page(strata: strata)
        #expect(text.ranges(of: "  Verdict: undecided: 2 of at least").count == strata)
        #expect(text.contains("all tests of this report (\(strata))"))
    }
}
