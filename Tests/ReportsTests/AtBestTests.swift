import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// Two windows by three step sizes, two seeds.
private let tuned = Experiment("tuned") {
    Problem(.text())
    Sweep {
        Axis(.learningRate, [0.001, 0.01, 0.1])
        Axis(.truncation, [2, 3])
        Axis(.method, [.truncatedBPTT])
        Seeds(3)
    }
    Size(.smoke, timeSteps: 30)
    Report {
        AtBest(.learningRate, by: [.bitsPerCharacter.best]) {
            Table(.testBitsPerCharacter, rows: .truncation, columns: .method)
            Claim("L", "Longer is better.") {
                Compare(
                    .testBitsPerCharacter, of: .truncation, 3, with: 2, expecting: .less)
            }
        }
        Claim("L, rate", "Longer with a small step size is better than shorter with a large one.") {
            Compare(.testBitsPerCharacter, of: .truncation, 3, with: 2, expecting: .less)
                .and(.learningRate, 0.001, with: 0.1)
        }
    }
}

@Suite struct AtBestTests {
    /// Validation curves whose lowest point is 4 but for the step size 0.01 at truncation 2, where it is
    /// 3, and 0.1 at truncation 3, where it is 2. The test error tells where it is from.
    private func record(_ plan: Plan, failing: Bool = false) -> CollectedRecord {
        let names = plan.axes.map(\.setting.word)
        let shape = plan.axes.map(\.values.count)
        func isBest(_ cell: PlannedCell) -> Bool {
            let (rate, steps) = (cell.configuration[.learningRate], cell.configuration[.truncation])
            return steps == 2 ? rate == 0.01 : rate == 0.1
        }
        let bits = plan.flatMap { cell in
            let best = isBest(cell) ? 5 - Double(cell.configuration[.truncation]) : 4
            return [6, best, 5]
        }
        return CollectedRecord(
            title: "tuned", experiment: "tuned", attributes: [:],
            axes: plan.axes.map { axis in
                Dataset(coordinate: axis.setting.word, .strings(axis.values.map(\.description)))
            },
            coordinates: [Dataset(coordinate: "evaluation", .int64([10, 20, 30]))],
            variables: [
                Dataset(
                    "status", dimensions: names, shape: shape,
                    .int64(
                        plan.map {
                            failing && $0.configuration[.seed] == 1 && isBest($0) ? 3 : 0
                        })),
                Dataset(
                    "cell_id", dimensions: names, shape: shape, .strings(plan.map(\.identity))),
                Dataset(
                    "bits_per_character", dimensions: names + ["evaluation"], shape: shape + [3],
                    .float64(bits)),
                Dataset(
                    "test_bits_per_character", dimensions: names, shape: shape,
                    .float64(
                        plan.map { cell in
                            cell.configuration[.learningRate] * 100
                                + Double(cell.configuration[.seed])
                        })),
            ])
    }

    private func page(failing: Bool = false) throws -> String {
        let plan = try Plan(tuned, size: .smoke)
        let results = SweepResults(plan, record(plan, failing: failing))
        return ReportPage(plan: plan, results: results, figures: []).text
    }

    @Test func theBestOfAnAxisCounts() throws {
        let text = try page()
        #expect(
            text.contains(
                """
                At the best learning_rate of each place, by validation bits per character at its best
                (mean over seeds): 0.001 at 0, 0.01 at 1, 0.1 at 1 of 2 places.
                """), "\(text)")
        // Test errors 1, 2, 3 and 10, 11, 12.
        #expect(text.contains("2            2.000 ± 1.000 (3)"), "\(text)")
        #expect(text.contains("3           11.000 ± 1.000 (3)"), "\(text)")
        #expect(text.contains("9.000  9.000 to 9.000       0 of 3  0.5000  undecided"), "\(text)")
    }

    @Test func bothSidesMayDifferOnTwoAxes() throws {
        let text = try page()
        #expect(text.contains("truncation 3, learning_rate 0.001"))
        #expect(text.contains("truncation 2, learning_rate 0.1"))
        // 0.1, 1.1 and 2.1 against 10, 11 and 12.
        // At the best and not, they are two tests of one report.
        #expect(
            text.contains("-9.900  -9.900 to -9.900       3 of 3  0.5000  undecided"), "\(text)")
        #expect(text.contains("Verdict: undecided: 3 of at least 7 seeds."), "\(text)")
    }

    /// A step size at which a seed diverges is not the best.
    @Test func onlyWhatAllSeedsFinishIsTheBest() throws {
        #expect(try page(failing: true).contains("0.001 at 2, 0.01 at 0, 0.1 at 0 of 2 places"))
    }

    @Test func aQuantityWithoutABetterSideIsRefused() throws {
        let experiment = Experiment("wrong") {
            Problem(.copy(symbols: 2))
            Sweep { Axis(.learningRate, [0.1, 0.2]) }
            Size(.smoke, updates: 30)
            Report { AtBest(.learningRate, by: [.gradientNorm]) { Note("Nothing.") } }
        }
        #expect(throws: SweepError.noBetterSide("gradient_norm", user: "best learning_rate")) {
            try Plan(experiment, size: .smoke)
        }
    }
}
