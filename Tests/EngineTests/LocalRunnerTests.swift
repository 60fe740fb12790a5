import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

@Suite struct LocalRunnerTests {
    /// Runs all cells of the sample, each as the shell script that `script` gives.
    private func run(
        in folder: ResultsFolder, jobs: Int, printed: Printed = Printed(),
        isTerminal: Bool = false, _ script: @escaping @Sendable (PlannedCell) -> String
    ) throws {
        let plan = try samplePlan()
        try folder.prepare()
        let runner = LocalRunner(
            jobs: jobs, folder: folder, environment: ["GREETING": "hello"],
            command: { ["/bin/sh", "-c", script($0)] },
            provenance: { _, seconds in sampleProvenance(seconds: seconds) })
        let progress = SweepProgress(
            total: plan.count, isTerminal: isTerminal, write: printed.write)
        try runner.run(Array(plan), progress: progress)
    }

    @Test(arguments: [1, 2, 9])
    func aFailedCellIsRecordedAndTheRestGoesOn(jobs: Int) throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let plan = try samplePlan()
        // Every cell but the first does what a good one does: leaves its file.
        let files = try TemporaryFolder()
        let stored = ResultsFolder(root: files.path, size: .smoke, experiment: "sample")
        try stored.prepare()
        for cell in plan { try write(cell, to: stored) }
        try run(in: folder, jobs: jobs) { cell in
            cell.index == 0
                ? "echo $GREETING >&2; echo the lights went out >&2; exit 3"
                : "cp '\(stored.cell(cell))' '\(folder.cell(cell))'"
        }
        let states = plan.map { folder.state(of: $0) }
        #expect(states[0] == .failed("hello | the lights went out"))
        #expect(states[1...].allSatisfy { $0 == .complete })
        let record = try CellRecord.read(folder.cell(plan[0]))
        #expect(record.header.configurationJSON == plan[0].configuration.json)
        #expect(record.header.provenance.gitCommit == "c0ffee")
    }

    @Test func aKilledCellIsRecordedWithItsSignal() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try run(in: folder, jobs: 2) { _ in "echo so far so good; kill -9 $$" }
        for cell in try samplePlan() {
            #expect(
                folder.state(of: cell)
                    == .failed("killed by signal 9, after: so far so good"))
        }
    }

    @Test func aSilentFailureNamesItsExitCode() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try run(in: folder, jobs: 2) { _ in "exit 7" }
        #expect(try folder.state(of: samplePlan()[0]) == .failed("ended with exit code 7"))
    }

    @Test func theLongestCellsComeFirst() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let printed = Printed()
        try run(in: folder, jobs: 1, printed: printed) { _ in "exit 1" }
        let truncations = printed.lines.map { $0.contains("truncation=20 ") }
        #expect(truncations == [true, true, false, false])
        #expect(printed.lines[0].hasPrefix("[1/4] truncation=20 seed=0: failed in 0"))
        #expect(printed.lines[0].contains("ended with exit code 1"))
        #expect(printed.lines[0].hasSuffix(" left"))
        #expect(!printed.lines[3].hasSuffix(" left"))
    }

    @Test func aTerminalShowsHowFarRunningCellsAre() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let printed = Printed()
        try run(in: folder, jobs: 1, printed: printed, isTerminal: true) { _ in
            "echo progress 0.5; exit 1"
        }
        #expect(printed.all.contains("\r\u{1b}[K0 of 4 cells, 1 running, about "))
        #expect(printed.all.contains("3 of 4 cells, 1 running, 3 failed, about "))
    }

    @Test func aProgramThatCannotBeStartedEndsTheSweep() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let runner = LocalRunner(
            jobs: 2, folder: folder, environment: [:], command: { _ in ["/nowhere/presage"] },
            provenance: { _, seconds in sampleProvenance(seconds: seconds) })
        let progress = SweepProgress(total: 4, isTerminal: false) { _ in }
        #expect(throws: EngineError.self) {
            try runner.run(Array(samplePlan()), progress: progress)
        }
    }

    @Test(arguments: [(0.04, "0.0 s"), (12.34, "12.3 s"), (61, "1:01"), (7384, "2:03:04")])
    func timesAreWrittenAsOnAClock(seconds: Double, text: String) {
        #expect(clockTime(seconds) == text)
    }
}
