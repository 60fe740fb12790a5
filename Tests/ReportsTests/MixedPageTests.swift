import Store
import Sweeps
import Testing
import Vocabulary

@testable import Reports

/// Pages of cells that differ in more than their place: in units, commits, machines, tasks.
@Suite struct MixedPageTests {
    /// The sample's results, the cells of truncation 3 measured in another unit.
    private func mixed(_ plan: Plan) -> CollectedRecord {
        var record = sampleRecord(plan)
        let whole = record.variables.removeLast()
        let width = 2
        for (unit, range) in [("symbols", 0..<4), ("words", 4..<8)] {
            let values = (whole.elements.reals ?? []).enumerated().map { index, value in
                range.contains(index / width) ? value : .nan
            }
            record.variables.append(
                Dataset(
                    "solved_length_\(unit)", dimensions: whole.dimensions, shape: whole.shape,
                    .float64(values),
                    attributes: ["quantity": "solved_length", "units": .text(unit)]))
        }
        return record
    }

    private func page(_ plan: Plan, _ record: CollectedRecord) -> String {
        ReportPage(plan: plan, results: SweepResults(plan, record), figures: []).text
    }

    @Test func unitsStandWithTheEntries() throws {
        let plan = try Plan(sample, size: .smoke)
        let text = page(plan, mixed(plan))
        #expect(text.contains("Longest solved length N (units by entry): mean"))
        #expect(text.contains("4.5 ± 0.7 (2) [symbols]"))
        #expect(text.contains("5.5 ± 0.7 (2, 1 diverged) [words]"))
    }

    /// Values in several units have neither mean nor difference.
    @Test func unitsAreNotAveragedOver() throws {
        let experiment = sample(
            reporting: Report {
                Overview(
                    [.solvedLength], of: .synthetic(.linear), rows: .truncation, .seed)
                Claim("P", "It is.") {
                    Compare(.solvedLength, of: .truncation, 3, with: 2, expecting: .greater)
                }
            })
        let plan = try Plan(experiment, size: .smoke)
        let text = page(plan, mixed(plan))
        #expect(text.contains("units differ"))
        #expect(text.contains("Verdict: units differ."))
        #expect(text.contains("at the end of training [symbols]: from 6.0"))
        #expect(text.contains("at the end of training [words]: from 5.0"))
        let results = SweepResults(plan, mixed(plan))
        #expect(results.entry(of: .solvedLength, in: [0, 4]).text == "in symbols and words")
    }

    @Test func everyUnitHasAFigure() throws {
        let plan = try Plan(sample, size: .smoke)
        let names = Figures(plan, SweepResults(plan, mixed(plan))).planned.map(\.name)
        #expect(names == ["solved_length_symbols.svg", "solved_length_words.svg"])
    }

    private func origin(_ words: [String: [String]]) throws -> String {
        let plan = try Plan(sample, size: .smoke)
        var record = sampleRecord(plan)
        record.variables.removeAll { words[$0.name] != nil }
        for (name, texts) in words {
            record.variables.append(
                Dataset(
                    name, dimensions: plan.axes.map(\.setting.word),
                    shape: plan.axes.map(\.values.count), .strings(texts)))
        }
        return ReportOrigin(SweepResults(plan, record)).sentences.joined(separator: " ")
    }

    @Test func theOriginOfCellsIsSaid() throws {
        func all(_ text: String) -> [String] { Array(repeating: text, count: 8) }
        let half = Array(repeating: "one", count: 3) + Array(repeating: "two", count: 5)
        #expect(try origin([:]) == "Commit: c0ffee0000.")
        #expect(
            try origin(["git_dirty": all("yes"), "hostname": all("one")])
                == "Commit: c0ffee0000 with uncommitted changes.")
        #expect(
            try origin([
                "git_commit": half, "git_dirty": all("no"), "hostname": half,
                "instruction_set": half,
            ])
                == "Commits: one in 3, two in 5. Machines: one in 3, two in 5. "
                + "Instruction sets: one in 3, two in 5.")
        #expect(try origin(["git_commit": all("")]) == "Commit: none.")
    }

    /// Published figures stand beside the task that they are of, and no other.
    @Test func publishedFiguresStandBesideTheirTaskAlone() throws {
        let plan = try Plan(
            sample, size: .smoke, overrides: [Override(parsing: "task=adding")])
        let text = page(plan, sampleRecord(plan))
        #expect(!text.contains("paper BPTT"))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains(
                "paper, left out: Jaderberg et al. 2017, arXiv 1608.05343, Table 2, Copy: longest "
                    + "solved sequence. Its figures are for task=copy, and here task is adding."))
        #expect(
            words.contains(
                "Overridden: task=adding. The experiment's prose is about the sweep without that."))
    }

    @Test func tasksOnAnAxisHavePublishedFiguresWhereTheyFit() throws {
        let plan = try Plan(
            sample, size: .smoke,
            overrides: [Override(parsing: "task=copy,adding"), Override(parsing: "seed=0")])
        let text = page(plan, sampleRecord(plan))
        #expect(text.split(separator: "\n").count { $0.contains("paper BPTT") } == 1)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("paper, left out") } == 1)
    }
}
