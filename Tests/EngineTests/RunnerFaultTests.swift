import Foundation
import Processes
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

/// Whatever a cell's program does, its cell is a row and the others go on.
@Suite final class RunnerFaultTests {
    private let root: TemporaryFolder
    private let folder: ResultsFolder
    private let plan: Plan
    /// Where complete cells lie, to be copied.
    private let stored: ResultsFolder

    init() throws {
        root = try TemporaryFolder()
        folder = ResultsFolder(root: root.path("a"), size: .smoke, experiment: "sample")
        stored = ResultsFolder(root: root.path("b"), size: .smoke, experiment: "sample")
        try stored.prepare()
        plan = try samplePlan()
        for cell in plan { try write(cell, to: stored) }
    }

    /// What a good cell does.
    private func good(_ cell: PlannedCell) -> String {
        "cp '\(stored.cell(cell))' '\(folder.cell(cell))'"
    }

    private func states() -> [CellState] { plan.map { folder.state(of: $0) } }

    @Test(arguments: [false, true])
    func aCellWithoutAResultHasFailed(wasTried: Bool) throws {
        try folder.prepare()
        if wasTried { try write(plan[0], to: folder, status: .failed, failure: "before") }
        let outcome = try runSample(in: folder) { cell in
            cell.index == 0 ? "echo all well; exit 0" : self.good(cell)
        }
        #expect(outcome.ended == 4)
        #expect(states() == [.failed("ended without a result"), .complete, .complete, .complete])
    }

    /// A second run, or the child itself before it was killed, may have written the result.
    @Test(arguments: ["exit 1", "kill -9 $$", "kill -11 $$", "exit 75"])
    func aFailureNeverReplacesAResult(end: String) throws {
        try runSample(in: folder) { self.good($0) + "; \(end)" }
        #expect(states().allSatisfy { $0 == .complete })
        #expect(!FileManager.default.fileExists(atPath: folder.log(plan[0])))
    }

    @Test func aFileOfSomebodyElseIsNotReplacedByAFailure() throws {
        try runSample(in: folder) { "mkdir '\(self.folder.cell($0))'; exit 1" }
        #expect(states().allSatisfy { $0.status == .unusable })
    }

    /// What cannot be locked is one cell's failure.
    @Test(arguments: ["folder", "pipe", "link", "socket"])
    func somethingElseInThePlaceOfALockIsAFailedRow(kind: String) throws {
        let path = folder.file("locks/\(plan[1].identity).lock")
        let place = "mkdir -p '\(folder.file("locks"))'"
        let script =
            switch kind {
            case "folder": "mkdir '\(path)'"
            case "pipe": "mkfifo '\(path)'"
            case "link": "ln -s nowhere '\(path)'"
            default:
                "cd '\(folder.file("locks"))'; python3 -c 'import socket, sys; "
                    + "socket.socket(socket.AF_UNIX).bind(sys.argv[1])' '\(plan[1].identity).lock'"
            }
        _ = try FinishedProcess.run(
            "/bin/sh", ["-c", "\(place); \(script)"], within: 20, outputLimit: 1000)
        let printed = Printed()
        let outcome = try runSample(in: folder, printed: printed) { self.good($0) }
        #expect(outcome.ended == 4 && outcome.blocked == nil)
        #expect(states().map(\.status) == [.complete, .failed, .complete, .complete])
        #expect(states()[1].message?.contains("'\(path)' is in the place of") == true)
        #expect(printed.lines.count == 5, "\(printed.all)")
    }

    /// A damaged file that cannot be moved stays, and only its cell is not run.
    @Test func aFileThatCannotBeSetAsideIsARow() throws {
        try folder.prepare()
        try write(plan[1], to: folder)
        let cut = try Data(contentsOf: URL(filePath: folder.cell(plan[1]))).prefix(2000)
        try cut.write(to: URL(filePath: folder.cell(plan[1])))
        try Data().write(to: URL(filePath: folder.file("set-aside")))
        let printed = Printed()
        let outcome = try runSample(in: folder, printed: printed) { self.good($0) }
        #expect(outcome.ended == 4 && outcome.unusable == 1 && outcome.blocked == nil)
        #expect(states().map(\.status) == [.complete, .unusable, .complete, .complete])
        #expect(try Data(contentsOf: URL(filePath: folder.cell(plan[1]))) == cut)
        #expect(printed.lines.count { $0.contains("cannot set ") } == 1, "\(printed.all)")
    }

    /// A cell that has no checkpoint says why.
    @Test func aCellStoppedWithoutACheckpointSaysWhy() throws {
        let printed = Printed()
        try runSample(in: folder, jobs: 1, printed: printed) { cell in
            "echo no checkpoint: a folder is there; exit 75"
        }
        #expect(
            printed.lines.count { $0.hasSuffix("stopped: no checkpoint: a folder is there") } == 4,
            "\(printed.all)")
    }

    @Test func whenNothingCanBeWrittenNoMoreCellsAreBegun() throws {
        let printed = Printed()
        let outcome = try runSample(in: folder, jobs: 1, printed: printed) { cell in
            cell.truncation == 20 && cell.seed == 1
                ? "echo disk full >&2; exit 74" : self.good(cell)
        }
        #expect(outcome.blocked == "disk full")
        #expect(outcome.ended == 1)
        #expect(states().count { $0 == .complete } == 1)
        #expect(states().count { $0 == .pending } == 3)
        #expect(printed.lines.count { $0.contains("no more cells are begun: disk full") } == 1)
    }

    /// The folder vanishes or is replaced by a file: the record of the failure cannot be written.
    @Test func aFailureThatCannotBeRecordedEndsTheSweep() throws {
        let outcome = try runSample(in: folder, jobs: 1) { _ in
            "rm -r '\(self.folder.cells)'; exit 1"
        }
        #expect(outcome.blocked?.contains(folder.cells) == true, "\(outcome)")
        #expect(outcome.ended == 0)
    }

    @Test func aCellThatStopsIsNoFailure() throws {
        let outcome = try runSample(in: folder) { cell in
            cell.index == 1 ? "exit 75" : self.good(cell)
        }
        #expect(outcome.ended == 3 && outcome.lost == 1 && outcome.checkpointed == 0)
        #expect(states()[1] == .pending)
    }

    @Test func aFailureIsTriedAgainAsOftenAsAllowed() throws {
        let printed = Printed()
        let counts = root.path
        let outcome = try runSample(in: folder, retries: 2, printed: printed) { cell in
            let count = "'\(counts)/count\(cell.index)'"
            let enough = cell.index == 0 ? 9 : 2
            return "echo x >> \(count); [ $(wc -l < \(count)) -gt \(enough) ] || exit 3; "
                + self.good(cell)
        }
        #expect(outcome.ended == 4)
        #expect(
            states() == [.failed("ended with exit code 3"), .complete, .complete, .complete])
        #expect(printed.lines.count { $0.contains("failed, attempt 2 follows") } == 4)
        #expect(printed.lines.count { $0.contains("failed, attempt 3 follows") } == 4)
    }

    @Test func aDivergedCellIsNotTriedAgain() throws {
        let printed = Printed()
        try stored.prepare()
        try write(plan[0], to: stored, status: .diverged, failure: "update 3")
        try runSample(in: folder, retries: 3, printed: printed) { self.good($0) }
        #expect(states()[0] == .diverged("update 3"))
        #expect(!printed.all.contains("attempt"))
    }

    @Test(arguments: [
        "exec sleep 60", "exec cat", "trap '' TERM; exec cat",
        "trap '' TERM; while :; do sleep 0.05; done", "trap 'exit 75' TERM; sleep 60 & wait",
    ])
    func aCellThatTakesTooLongIsEnded(script: String) throws {
        var limits = CellLimits(seconds: 0.5)
        limits.grace = 0.5
        let outcome = try runSample(in: folder, jobs: 4, limits: limits) { _ in script }
        #expect(outcome.ended == 4)
        let states = states()
        #expect(
            states.allSatisfy { $0 == .failed("exceeded the time limit of 0.5 s") }, "\(states)")
    }

    @Test func aCellThatUsesTooMuchMemoryIsEnded() throws {
        try runSample(in: folder, limits: CellLimits(memory: 64 << 20)) { cell in
            cell.index == 0
                ? #"x=$(head -c 300000000 /dev/zero | tr '\0' x); cat"# : self.good(cell)
        }
        let message = states()[0].message ?? ""
        #expect(
            message.contains(
                /^exceeded the memory limit of 64 MiB with (6[4-9]|[7-9]\d|\d{3}) MiB$/)
                || message.contains(/^exceeded the memory limit of 64 MiB with .* GiB$/),
            "\(message)")
        #expect(states()[1...].allSatisfy { $0 == .complete })
    }

    @Test(arguments: ["yes", "cat /dev/zero", "yes progress 0.5"])
    func aCellThatTalksWithoutEndDoesNotHoldUpTheOthers(talk: String) throws {
        let outcome = try runSample(in: folder, limits: CellLimits(seconds: 2)) { cell in
            cell.index == 0 ? "exec \(talk)" : self.good(cell)
        }
        #expect(outcome.ended == 4)
        #expect(states()[0] == .failed("exceeded the time limit of 2.0 s"))
        #expect(states()[1...].allSatisfy { $0 == .complete })
    }

    @Test func whatAFailedCellSaidIsKeptUntilItSucceeds() throws {
        try runSample(in: folder) { _ in
            #"head -c 3000000 /dev/zero | tr '\0' x; echo; echo progress 0.5; echo the end >&2; exit 1"#
        }
        for cell in plan {
            let text = try String(contentsOfFile: folder.log(cell), encoding: .utf8)
            let (isCut, hasEnd) = (
                text.hasPrefix("(the beginning is cut off)\nxxx"), text.hasSuffix("x\nthe end\n")
            )
            #expect(isCut && hasEnd)
            #expect(abs(text.utf8.count - 1 << 20) < 1000)
        }
        let message = states()[0].message ?? ""
        #expect(message.hasSuffix(" | the end") && message.count < 1100)
        try runSample(in: folder) { self.good($0) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("logs")).isEmpty)
    }

    /// Colours, bells, a moved cursor, right-to-left marks: nothing that a terminal obeys comes from
    /// a cell into a line of the log or the record.
    @Test func messagesHoldNoControlCharacters() throws {
        let printed = Printed()
        try runSample(in: folder, printed: printed) { _ in
            #"printf '\033[2J\007 a\tb \342\200\256c\rd \377 \302\233e'; exit 1"#
        }
        let message = try #require(states()[0].message)
        #expect(message == #"\u{1B}[2J\u{07} a\tb \u{202E}c\rd \#u{fffd} \u{009B}e"#)
        #expect(printed.lines.count == 5)
        #expect(!printed.all.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    /// What is no number from 0 to 1 does not disturb the estimate.
    @Test func progressMayBeAnything() throws {
        let printed = Printed()
        try runSample(in: folder, jobs: 1, printed: printed, isTerminal: true) { cell in
            "for x in nan inf -1 1e300 1e-320 abc '' 0.5x; do echo progress $x; done; "
                + self.good(cell)
        }
        #expect(states().allSatisfy { $0 == .complete })
        #expect(!printed.all.contains("nan") && !printed.all.contains("inf"))
    }
}

extension PlannedCell {
    fileprivate var truncation: Int { configuration[.truncation] }
    fileprivate var seed: Int { configuration[.seed] }
}
