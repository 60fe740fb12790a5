import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// What a cell's value is where its curve has none.
@Suite struct ResultVariableTests {
    private static let solved = FigureSample.solved
    private let plan: Plan

    private static let table = Table(solved, rows: .method, columns: .truncation)

    init() throws { plan = try FigureSample.plan(Self.table) }

    private func values(
        _ quantity: Quantity, halves: [Double], _ finals: [Double],
        over coordinate: String = "diagnosis"
    ) -> [Double] {
        let results = FigureSample.results(plan, finals, halves: halves, over: coordinate)
        return (0..<2).map { results.value(of: quantity, in: $0) }
    }

    private func sample(_ first: Double) -> [Double] { [first] + FigureSample.values.dropFirst() }

    /// As the ratio to a gradient that cannot be told from 0: what it was before is not its value now.
    @Test func whatIsUndefinedAtTheEndHasNoFinalValue() {
        let finals = values(Self.solved, halves: sample(6), sample(.nan))
        #expect(finals[0].isNaN && finals[1] == 3)
        let moments = values(Self.solved.after(20), halves: sample(6), sample(.nan))
        #expect(moments[0].isNaN && moments[1] == 3)
        #expect(values(Self.solved.after(10), halves: sample(6), sample(.nan)) == [3, 1.5])
    }

    /// Where no side is better, the best is the value at the end.
    @Test func theBestOfWhatHasNoBetterSideIsUndefinedToo() {
        let neutral = Quantity("solved_length", label: "N", digits: 1)
        let best = values(neutral.best, halves: sample(6), sample(.nan))
        #expect(best[0].isNaN && best[1] == 3)
    }

    @Test func whatIsUndefinedBetweenHasNoValueThere() {
        let between = values(Self.solved.after(15), halves: sample(.nan), sample(1))
        #expect(between[0].isNaN && between[1] == 1.5)
        #expect(values(Self.solved, halves: sample(.nan), sample(1)) == [1, 3])
    }

    /// As the error of a task that is evaluated at every second point recorded.
    @Test(arguments: ["update", "evaluation"])
    func gapsOfTrainingKeepTheValueBefore(coordinate: String) {
        let sparse = sample(.nan)
        #expect(values(Self.solved, halves: sample(6), sparse, over: coordinate) == [3, 3])
        #expect(
            values(Self.solved.after(15), halves: sample(6), sparse, over: coordinate)[1] == 1.5)
        #expect(values(Self.solved.best, halves: sample(6), sparse) == [3, 3])
    }

    /// Whatever other cells have.
    @Test func whatNoCellHasAtTheEndIsUndefinedToo() {
        let none = [Double](repeating: .nan, count: 12)
        let ends = values(Self.solved, halves: FigureSample.values, none)
        #expect(ends[0].isNaN && ends[1].isNaN)
    }

    @Test func theReportLeavesOutWhatIsUndefined() throws {
        let results = FigureSample.results(
            plan, sample(.nan), halves: sample(6), over: "diagnosis_updates")
        let table = TableText(Self.table, results)
        guard case .table(let page)? = table.blocks.first else {
            Issue.record("no table")
            return
        }
        #expect(page.rows.map { $0[1].number?.summary.count } == [1, 2])
        let runs = CSVTables(results: results).runs.split(separator: "\n")
        #expect(runs[1].contains(",,") && !runs[2].contains(",,"), "\(runs[1]) \(runs[2])")
    }
}
