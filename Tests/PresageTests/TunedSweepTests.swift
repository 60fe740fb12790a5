import Foundation
import Store
import TestSupport
import Testing

/// A sweep whose settings are chosen by trials before it is run.
@Suite struct TunedSweepTests {
    private static let sweep =
        "minibatch-vs-length --size smoke --set task=copy --set truncation=5,80"

    private func cells(_ folder: borrowing TemporaryFolder) throws -> Int {
        try folder.contents().count { $0.contains("cells/") && $0.hasSuffix(".h5") }
    }

    /// Two rates at four places, then a seed at each with what was chosen.
    @Test func theTrialsAreRunBeforeTheSweep() throws {
        let folder = try TemporaryFolder()
        let before = try Tool.run("plan \(Self.sweep)", results: folder.path).output
        #expect(before.contains("Stage 1, trials:\npending  task=copy"), "\(before)")
        #expect(before.contains("learning_rate=0.003 seed=1000\n"))
        #expect(before.contains("\n8 cells in "))
        #expect(before.contains("Stage 2, the sweep:\n0 cells in "))
        #expect(before.contains("4 places wait for settings to be chosen"))
        let run = try Tool.run("run \(Self.sweep)", results: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("Tuned: learning_rate, for each task, method, batch and"))
        #expect(try cells(folder) == 12)
        let page = try #require(folder.contents().first { $0.hasSuffix("/tuning.csv") })
        let table = try String(contentsOfFile: folder.path(page), encoding: .utf8)
        #expect(table.split(separator: "\n").count == 9)
        #expect(table.split(separator: "\n").count { $0.contains(",yes,") } == 4)
        let after = try Tool.run("plan \(Self.sweep)", results: folder.path).output
        #expect(after.contains("\n4 cells in ") && !after.contains("wait"))
        let again = try Tool.run("run \(Self.sweep)", results: folder.path)
        #expect(again.code == 0 && again.errors.contains("4 of 4 cells need not run"))
        #expect(again.errors.contains("8 of 8 trials need not run"), "\(again.errors)")
        let verified = try Tool.run("verify \(Self.sweep) --rerun 1", results: folder.path)
        #expect(verified.code == 0, "\(verified.output)")
        #expect(
            try Tool.run("prune \(Self.sweep) --cells", results: folder.path).output.contains(
                "nothing to delete"))
    }

    /// A trial that is missing keeps the cells waiting which it is for, and no others.
    @Test func aPlaceWaitsForItsOwnTrialsAlone() throws {
        let folder = try TemporaryFolder()
        let part = try Tool.run(
            "run \(Self.sweep) --where truncation=5 --no-report", results: folder.path)
        #expect(part.code == 0, "\(part.errors)")
        #expect(part.errors.contains("2 places wait for settings to be chosen"), "\(part.errors)")
        #expect(try cells(folder) == 6)
        let status = try Tool.run("status \(Self.sweep)", results: folder.path).output
        #expect(status.hasPrefix("complete: 6 of 10\npending: 4 of 10\n2 places wait"), "\(status)")
        let cell = try Tool.run(
            "cell \(Self.sweep) --at task=copy --at method=truncated_bptt --at batch=4 --at "
                + "truncation=80 --at seed=0", results: folder.path)
        #expect(cell.code == 2 && cell.errors.contains("waits for its settings"), "\(cell.errors)")
        let prune = try Tool.run("prune \(Self.sweep) --cells", results: folder.path)
        #expect(prune.code == 1 && prune.errors.contains("run its trials first"), "\(prune.errors)")
        let report = try Tool.run("report \(Self.sweep)", results: folder.path)
        #expect(report.code == 0 && report.output.contains("waits"), "\(report.errors)")
        #expect(report.output.contains("a page of 2 of 4 cells and 4 of 8 trials so far"))
        // A trial and a cell by the commands that redo them.
        let trial = try Tool.run("run \(Self.sweep) --dry-run", results: folder.path).output
        let command = try #require(trial.split(separator: "\n").first.map(String.init))
        #expect(command.contains("--at learning_rate=0.003 --at seed=1000"), "\(command)")
        let words = command.split(separator: " ").dropFirst().joined(separator: " ")
        #expect(
            try Tool.run(
                words.replacing("--results \(folder.path)", with: "")
                    .replacing("--results=\(folder.path)", with: ""), results: folder.path
            ).code == 0)
        #expect(try cells(folder) == 7)
    }

    /// A part that waits says so, and the commands of trials know nothing of other seeds.
    @Test func aPartThatWaitsSaysSo() throws {
        let folder = try TemporaryFolder()
        let waiting = try Tool.run("run \(Self.sweep) --where seed=0", results: folder.path)
        #expect(waiting.code == 0 && waiting.errors.contains("4 places wait"), "\(waiting.errors)")
        let dry = try Tool.run("run \(Self.sweep) --set seed=0-3 --dry-run", results: folder.path)
        let command = try #require(dry.output.split(separator: "\n").first)
        #expect(command.contains("--at seed=1000") && !command.contains("--set seed"), "\(command)")
        let plain = try Tool.run(
            "plan layer-table --size smoke --set method=backprop,no_backprop", results: folder.path)
        #expect(plain.code == 0 && plain.output.contains("36 cells in "), "\(plain.errors)")
    }

    /// What is given is not chosen.
    @Test func aStepSizeThatIsGivenNeedsNoTrials() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.run("run \(Self.sweep) --set learning_rate=0.01", results: folder.path)
        #expect(run.code == 0 && !run.output.contains("Tuned:"), "\(run.errors)")
        #expect(try cells(folder) == 4)
        let seeds = try Tool.run("run \(Self.sweep) --set seed=0,1000", results: folder.path)
        #expect(seeds.code == 2 && seeds.errors.contains("seed 1000"), "\(seeds.errors)")
    }

    /// A submission of the trials says that the rest is to be submitted after them.
    @Test func aSubmissionBeginsWithTheTrials() throws {
        let folder = try TemporaryFolder()
        let dry = try Tool.run("submit \(Self.sweep) --dry-run", results: folder.path)
        #expect(dry.code == 0, "\(dry.errors)")
        #expect(dry.output.contains("the same command submits the rest"), "\(dry.output)")
        #expect(dry.output.contains("8 cells in "))
    }
}
