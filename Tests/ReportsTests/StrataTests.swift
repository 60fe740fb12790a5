import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// Methods of which one reads the axis `sg_scale`, which no item names.
private let scales = Experiment("scales") {
    Problem(.copy(symbols: 2))
    Sweep {
        Axis(.sgScale, [0.1, 0.5, 1])
        Axis(.truncation, [2, 3])
        Axis(.method, [.truncatedBPTT, .fullBPTT, .synthetic(.linear)])
        Seeds(3)
    }
    Size(.smoke, updates: 30)
    Report {
        Table(.solvedLength, rows: .truncation, columns: .method)
        Overview([.solvedLength], of: .truncatedBPTT, rows: .truncation, .seed)
        Overview([.solvedLength], of: .synthetic(.linear), rows: .truncation, .seed)
        Claim("A", "Longer windows do better.") {
            Compare(
                .solvedLength, of: .method, .fullBPTT, with: .truncatedBPTT,
                along: .truncation, expecting: .greater)
            Compare(
                .solvedLength, of: .method, .synthetic(.linear), with: .truncatedBPTT,
                along: .truncation, expecting: .greater)
        }
        Sentence {
            "BPTT masters "
            Mean(.solvedLength, of: .truncation, 3, .method, .truncatedBPTT)
            "."
        }
    }
}

@Suite struct StrataTests {
    private func page(_ experiment: Experiment, named: Bool = true) throws -> String {
        let plan = try Plan(experiment, size: .smoke)
        let names = plan.axes.map(\.setting.word)
        let shape = plan.axes.map(\.values.count)
        let record = CollectedRecord(
            over: plan,
            variables: [
                Dataset(
                    "status", dimensions: names, shape: shape, .int64(plan.map { _ in 0 })),
                Dataset(
                    "cell_id", dimensions: names, shape: shape,
                    .strings(plan.map { named ? $0.identity : "" })),
                Dataset(
                    "solved_length", dimensions: names, shape: shape,
                    .float64(plan.map { Double($0.configuration[.truncation]) })),
            ])
        return ReportPage(plan: plan, results: SweepResults(plan, record), figures: []).text
    }

    private func count(_ text: String, _ part: String) -> Int {
        text.ranges(of: part).count
    }

    @Test func theSameRunsAreShownOnce() throws {
        let text = try page(scales)
        // A table with a method that reads the axis has a version of each.
        #expect(count(text, "Longest solved length N (symbols) at sg_scale=") == 3)
        #expect(count(text, "Measured at method=truncated_bptt, sg_scale=0.1:") == 1)
        #expect(count(text, "Measured at method=truncated_bptt, ") == 1)
        #expect(count(text, "Measured at method=sg_linear, ") == 3)
        #expect(
            count(
                text,
                "(The same runs at method=truncated_bptt, sg_scale=0.5; method=truncated_bptt, sg_scale=1.)"
            ) == 1,
            "\(text)")
        // Two comparisons, of which the first is of methods that do not read the axis.
        #expect(count(text, "expected greater at sg_scale=") == 4)
        #expect(count(text, "  (The same runs at sg_scale=0.5; sg_scale=1.)") == 1)
        #expect(count(text, "BPTT masters 3.0 symbols.\n(The same runs at sg_scale=0.5") == 1)
    }

    /// Cells without names are not known to be the same.
    @Test func cellsWithoutNamesAreNotTheSame() throws {
        let text = try page(scales, named: false)
        #expect(count(text, "expected greater at sg_scale=") == 6)
        #expect(!text.contains("The same runs"))
    }

    @Test func aComparisonIsMadeWhereItIsSaidToBe() throws {
        func experiment(_ comparison: Compare) -> Experiment {
            Experiment("scales") {
                Problem(.copy(symbols: 2))
                Sweep {
                    Axis(.units, [8, 16])
                    Axis(.truncation, [2, 3])
                    Seeds(2)
                }
                Size(.smoke, updates: 10)
                Report { Claim("P", "Longer windows solve longer sequences.") { comparison } }
            }
        }
        let everywhere = Compare(
            .solvedLength, of: .truncation, 3, with: 2, expecting: .greater)
        let text = try page(experiment(everywhere))
        #expect(text.contains("at units=8:") && text.contains("at units=16:"))
        let there = try page(experiment(everywhere.at(.units, 16)))
        #expect(!there.contains("at units=8:") && there.contains("at units=16:"))
        #expect(throws: SweepError.self) { try page(experiment(everywhere.at(.units, 9))) }
        #expect(throws: SweepError.self) { try page(experiment(everywhere.at(.batch, 3))) }
        #expect(throws: SweepError.self) { try page(experiment(everywhere.at(.truncation, 2))) }
    }
}
