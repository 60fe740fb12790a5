import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

private let tuned = Experiment("tuned") {
    Problem(.copy(symbols: 2))
    Optimize(.adam, batch: 2)
    Tune(per: .method, seeds: 2, by: .solvedLength, .heldOutLoss) {
        Axis(.truncation, [3])
        Axis(.learningRate, [1e-3, 1e-2])
        Axis(.synthesizerLearningRate, [1e-3, 1e-2])
        Otherwise { Axis(.learningRate, [3e-2, 1e-3, 3e-3, 1e-2]) }
    }
    Sweep {
        Axis(.truncation, [2, 3])
        Axis(.method, [.truncatedBPTT, .synthetic(.linear)])
        Seeds(1)
    }
    Size(.smoke, updates: 10)
    Report { Table(.solvedLength, rows: .truncation, columns: .method) }
}

@Suite struct TuningTests {
    /// The trials of both methods: what a trial reached, by its step sizes and seed.
    private func outcome(
        status: (PlannedCell) -> CellStatus = { _ in .complete },
        loss: (PlannedCell) -> Double = { _ in 1 }, solved: (PlannedCell) -> Double
    ) throws -> TuningOutcome {
        let plan = try Plan(tuned, size: .smoke, stage: .tuning)
        let names = plan.axes.map(\.setting.word)
        let shape = plan.axes.map(\.values.count)
        func variable(_ name: String, _ elements: Elements) -> Dataset {
            Dataset(name, dimensions: names, shape: shape, elements)
        }
        func values(_ value: (PlannedCell) -> Double) -> Elements {
            .float64(
                plan.map { plan.isPlanned($0.index) && status($0) == .complete ? value($0) : .nan })
        }
        let record = CollectedRecord(
            over: plan,
            variables: [
                variable(
                    "status",
                    .int64(
                        plan.map { plan.isPlanned($0.index) ? status($0).rawValue : 1 })),
                variable("solved_length", values(solved)), variable("held_out_loss", values(loss)),
            ])
        return TuningOutcome(plan, record)
    }

    private func rate(_ cell: PlannedCell) -> Double { cell.configuration[.learningRate] }
    private func synthesizerRate(_ cell: PlannedCell) -> Double {
        cell.configuration[.synthesizerLearningRate]
    }

    private func chosen(_ outcome: TuningOutcome, _ method: Method) throws -> [Assignment]? {
        let plan = try Plan(tuned, size: .smoke, stage: .judged(outcome.choices))
        return plan.distinctCells.first { $0.configuration[.method] == method }?.chosen
    }

    @Test func theBestMeanOverSeedsIsChosen() throws {
        // 0.01 is best with one seed, 0.003 on average.
        let outcome = try outcome { cell in
            if rate(cell) == 1e-2 && synthesizerRate(cell) == 1e-3 {
                return cell.configuration[.seed] == 1_000 ? 9 : 1
            }
            return rate(cell) == 3e-3 || synthesizerRate(cell) == 1e-2 && rate(cell) == 1e-3 ? 6 : 2
        }
        #expect(try chosen(outcome, .truncatedBPTT) == [Assignment(.learningRate, 3e-3)])
        #expect(
            try chosen(outcome, .synthetic(.linear)) == [
                Assignment(.learningRate, 1e-3), Assignment(.synthesizerLearningRate, 1e-2),
            ])
        #expect(outcome.waitingCount == 0)
    }

    @Test func equalTrialsAreToldApartByTheNextMeasure() throws {
        let outcome = try outcome(loss: { rate($0) == 1e-2 ? 0.1 : 0.2 }) { _ in 5 }
        #expect(try chosen(outcome, .truncatedBPTT) == [Assignment(.learningRate, 1e-2)])
    }

    @Test func aTrialThatDivergesIsNoChoice() throws {
        let outcome = try outcome(
            status: { rate($0) == 1e-2 && $0.configuration[.seed] == 1_001 ? .diverged : .complete }
        ) { rate($0) == 1e-2 ? 9 : rate($0) == 3e-3 ? 5 : 2 }
        #expect(try chosen(outcome, .truncatedBPTT) == [Assignment(.learningRate, 3e-3)])
    }

    @Test func nothingIsChosenBeforeAllTrialsHaveEnded() throws {
        let outcome = try outcome(
            status: { synthesizerRate($0) == 1e-2 ? .pending : .complete }
        ) { rate($0) }
        #expect(outcome.waitingCount == 1)
        #expect(try chosen(outcome, .synthetic(.linear)) == nil)
        #expect(try chosen(outcome, .truncatedBPTT) == [Assignment(.learningRate, 3e-2)])
        let text = PageText(title: "", blocks: TuningText(outcome: outcome).blocks).paragraphs
            .joined().joined(
                separator: "\n")
        #expect(
            text.contains("SG linear               waits                      waits"), "\(text)")
    }

    @Test func aChoiceAtTheEdgeIsSaidToBe() throws {
        let outcome = try outcome { 10 - 1_000 * rate($0) / 10 }
        let text = TuningText(outcome: outcome)
        let page = PageText(title: "", blocks: text.blocks).paragraphs.joined().joined(
            separator: "\n")
        #expect(
            page.contains("truncated BPTT         0.001*                          -"), "\(page)")
        // Of two values both are ends.
        #expect(
            page.contains("SG linear               0.001                      0.001"), "\(page)")
        #expect(page.contains("of 2 equal") && page.contains("the first was taken"), "\(page)")
        let words = page.replacing("\n", with: " ")
        #expect(
            words.contains("with 4 trials each on seeds 1000 and 1001, not among those below"),
            "\(page)")
        #expect(words.contains("In trials truncation=3."), "\(page)")
        let inside = try TuningText(
            outcome: self.outcome { rate($0) == 3e-3 ? 5 : 4 })
        let first = inside.csv.split(separator: "\n").map(String.init)
        #expect(
            first[0]
                == "method,learning_rate,synthesizer_learning_rate,solved_length,held_out_loss,"
                + "complete,diverged,to_run,chosen,at_edge")
        #expect(first.contains("truncated_bptt,0.003,,5.0,1.0,2,0,0,yes,"))
        #expect(first.contains("sg_linear,0.001,0.001,4.0,1.0,2,0,0,yes,"))
        #expect(first.count == 9)
    }

    /// A page that draws verdicts from settings as they are given says so.
    @Test func aPageWithoutTrialsSaysSo() throws {
        func page(_ experiment: Experiment, _ words: String...) throws -> String {
            let plan = try Plan(
                experiment, size: .smoke, overrides: words.map { try Override(parsing: $0) })
            let record = CollectedRecord(over: plan, variables: [])
            let results = SweepResults(plan, record)
            return ReportPage(plan: plan, results: results, figures: []).text
                .replacing("\n", with: " ")
        }
        let sentence = "Nothing was tuned for this sweep"
        #expect(
            try page(tuned, "learning_rate=0.1", "synthesizer_learning_rate=0.1").contains(sentence)
        )
        #expect(try !page(tuned).contains(sentence))
        #expect(try page(sample).contains(sentence))
        // Who sweeps the step sizes shows what they do.
        let map = Experiment("map") {
            Problem(.copy(symbols: 2))
            Sweep {
                Axis(.learningRate, [0.1, 0.2])
                Seeds(1)
            }
            Size(.smoke, updates: 10)
        }
        #expect(try !page(map).contains(sentence))
        #expect(try page(map, "learning_rate=0.1").contains(sentence))
    }

    @Test func aChoiceWithoutAReasonIsSaidToBe() throws {
        func page(_ outcome: TuningOutcome) -> String {
            PageText(title: "", blocks: TuningText(outcome: outcome).blocks).paragraphs.joined()
                .joined(separator: " ")
        }
        let unmeasured = page(try outcome(loss: { _ in .nan }) { _ in .nan })
        #expect(unmeasured.contains("no trial has the measure"), "\(unmeasured)")
        let diverged = page(
            try outcome(status: { $0.configuration[.seed] == 1_001 ? .diverged : .complete }) {
                rate($0)
            })
        #expect(diverged.contains("every trial does with some seed"), "\(diverged)")
        let failed = page(
            try outcome(status: { rate($0) == 3e-3 ? .failed : .complete }) { rate($0) })
        #expect(failed.contains("1 failed") && failed.contains("or failed"), "\(failed)")
    }
}
