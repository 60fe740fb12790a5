import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

@Suite struct LocalRunnerTests {
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
        try runSample(in: folder, jobs: jobs) { cell in
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
        try runSample(in: folder) { _ in "echo so far so good; kill -9 $$" }
        for cell in try samplePlan() {
            let message = try #require(folder.state(of: cell).message)
            #expect(
                message.contains(
                    /^killed by signal 9 \(the system ends processes so when memory runs out; peak memory \d+ MiB\), after: so far so good$/
                ), "\(message)")
        }
    }

    @Test func aSilentFailureNamesItsExitCode() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try runSample(in: folder) { _ in "exit 7" }
        #expect(try folder.state(of: samplePlan()[0]) == .failed("ended with exit code 7"))
    }

    @Test func theLongestCellsComeFirst() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let printed = Printed()
        try runSample(in: folder, jobs: 1, printed: printed) { _ in "exit 1" }
        #expect(printed.lines.first == "4 cells to run, 1 at a time")
        let lines = printed.lines.filter { $0.hasPrefix("[") }
        let truncations = lines.map { $0.contains("truncation=20 ") }
        #expect(truncations == [true, true, false, false])
        #expect(lines[0].hasPrefix("[1/4] truncation=20 seed=0: failed in 0"))
        #expect(lines[0].contains("ended with exit code 1"))
        #expect(lines[0].hasSuffix(" left"))
        #expect(!lines[3].hasSuffix(" left"))
    }

    @Test func aTerminalShowsHowFarRunningCellsAre() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let printed = Printed()
        try runSample(in: folder, jobs: 1, printed: printed, isTerminal: true) { _ in
            "sleep 0.2; echo progress 0.5; sleep 0.2; exit 1"
        }
        #expect(printed.all.contains("<0 of 4 cells, 1 running, about "))
        #expect(printed.all.contains("3 of 4 cells, 1 running, 3 failed, about "))
    }

    /// It is a failed row as any other, and the sweep ends.
    @Test(arguments: [["/nowhere/presage"], ["/"], ["/etc/passwd"], ["presage-is-not-there"]])
    func aProgramThatCannotBeStartedIsAFailure(command: [String]) throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        let outcome = try runSample(in: folder, command: command) { _ in "" }
        #expect(outcome.ended == 4 && outcome.blocked == nil)
        for cell in try samplePlan() {
            let message = folder.state(of: cell).message ?? ""
            #expect(message.hasPrefix("cannot start '\(command[0])': "), "\(message)")
        }
    }

    @Test(arguments: [
        (0.04, "0.0 s"), (12.34, "12.3 s"), (61, "1:01"), (7384, "2:03:04"),
        (.infinity, "more than a million hours"), (1e300, "more than a million hours"),
    ])
    func timesAreWrittenAsOnAClock(seconds: Double, text: String) {
        #expect(clockTime(seconds) == text)
    }
}
