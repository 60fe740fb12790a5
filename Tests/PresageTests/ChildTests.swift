import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Engine
@testable import Presage

/// The process of a cell as the sweep that started it sees it: the job on standard input, the exit
/// code, the stop when it is asked for one.
@Suite struct ChildTests {
    /// A sweep of one cell. Points are recorded as rarely as there can be.
    private static func plan(updates: Int, recordEvery: Int = 1_000_000) throws -> Plan {
        let experiment = Experiment("child") {
            Problem(.copy(symbols: 2))
            Network(.lstm(units: 16))
            With(.recordEvery, recordEvery)
            Sweep { Axis(.truncation, [3]) }
            Size(.smoke, updates: updates)
        }
        return try Plan(experiment, size: .smoke)
    }

    /// A prepared folder and the job of the plan's first cell in it.
    private static func job(
        _ plan: Plan, in root: String, checkpointEvery: Double = 60
    ) throws -> CellJob {
        let folder = ResultsFolder(root: root, size: .smoke, experiment: "child")
        try folder.prepare()
        return CellJob(
            plan[0], of: plan, in: folder, times: CellTimes(checkpointEvery: checkpointEvery),
            command: "presage cell child",
            revision: Revision(commit: "c0ffee", changes: []))
    }

    @Test func theJobComesOnStandardInput() throws {
        let root = try TemporaryFolder()
        let job = try Self.job(Self.plan(updates: 30, recordEvery: 10), in: root.path)
        let child = try TrainProcess(job.line())
        #expect(child.wait() == .exited(0))
        #expect(child.output.hasPrefix("progress 0.3"))
        #expect(child.output.contains("progress 1.0\n"))
        #expect(try CellRecord.readHeader(job.path).status == .complete)
    }

    @Test(arguments: ["", "no job\n", "{}\n", "[[\n", "\u{0}\n"])
    func whatIsNoJobIsRefused(line: String) throws {
        let child = try TrainProcess(line)
        child.closeInput()
        #expect(child.wait() == .exited(2))
        #expect(child.complaints.split(separator: "\n").count == 1, "\(child.complaints)")
        #expect(child.complaints.hasPrefix("error: no job"), "\(child.complaints)")
    }

    /// Members of the right types whose values no sweep gives.
    @Test(arguments: [
        #""times":{"checkpointEvery":1e300,"workerTimeout":60}"#,
        #""times":{"checkpointEvery":-1,"workerTimeout":60}"#,
        #""times":{"checkpointEvery":60,"workerTimeout":0}"#, #""path":"" "#,
        #""checkpoint":"a\u0000b""#,
    ])
    func aJobThatNoSweepGivesIsRefused(member: String) throws {
        let root = try TemporaryFolder()
        var line = try Self.job(Self.plan(updates: 1), in: root.path).line()
        // The first of two members counts.
        line.insert(contentsOf: member + ",", at: line.index(after: line.startIndex))
        let child = try TrainProcess(line)
        child.closeInput()
        #expect(child.wait() == .exited(2))
        #expect(child.complaints.hasPrefix("error: no job"), "\(child.complaints)")
    }

    /// Progress would come once in a million updates.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, 0])
    func aStopIsObeyedWithoutAnyProgress(signal: Int32) throws {
        let root = try TemporaryFolder()
        let job = try Self.job(Self.plan(updates: 100_000_000), in: root.path)
        let child = try TrainProcess(job.line())
        Thread.sleep(forTimeInterval: 0.5)
        if signal == 0 { child.closeInput() } else { child.kill(signal) }
        #expect(child.wait() == .exited(75), "\(child.complaints)")
        #expect(!child.output.contains("progress"))
        #expect(child.output.contains(/stopped at update \d+/))
        #expect(!FileManager.default.fileExists(atPath: job.path))
    }

    /// Whatever ended the first process, a second one goes on where its checkpoint was made, to the
    /// file that one process alone would have written.
    @Test(arguments: [SIGTERM, SIGKILL])
    func aStoppedCellIsResumed(signal: Int32) throws {
        let root = try TemporaryFolder()
        let plan = try Self.plan(updates: 5_000, recordEvery: 1_000)
        let job = try Self.job(plan, in: root.path("parts"), checkpointEvery: 0.01)
        let first = try TrainProcess(job.line())
        for _ in 0..<6_000 where !FileManager.default.fileExists(atPath: job.checkpoint) {
            Thread.sleep(forTimeInterval: 0.01)
        }
        first.kill(signal)
        let ending = first.wait()
        #expect(ending == (signal == SIGKILL ? .signalled(9) : .exited(75)))
        #expect(!FileManager.default.fileExists(atPath: job.path))
        let second = try TrainProcess(Self.job(plan, in: root.path("parts")).line())
        #expect(second.wait() == .exited(0))
        #expect(second.output.contains(/resumed at update \d+\n/), "\(second.output)")
        #expect(!FileManager.default.fileExists(atPath: job.checkpoint))
        let whole = try Self.job(plan, in: root.path("whole"))
        #expect(try TrainProcess(whole.line()).wait() == .exited(0))
        let (a, b) = (try CellRecord.read(job.path), try CellRecord.read(whole.path))
        #expect(a.datasets == b.datasets)
        #expect(a.groups == b.groups)
    }

    /// What a cell needs and the system does not have is said in a line, not by a crash.
    @Test func tooLittleMemoryIsAFailureInOneLine() throws {
        let root = try TemporaryFolder()
        let experiment = Experiment("child") {
            Problem(.copy(symbols: 2))
            Network(.lstm(units: 1024))
            With(.batch, 256)
            Sweep { Axis(.truncation, [64]) }
            Size(.smoke, updates: 3)
        }
        let job = try Self.job(Plan(experiment, size: .smoke), in: root.path)
        let child = try TrainProcess(job.line(), limitingMemoryTo: 1_000_000)
        #expect(child.wait() == .exited(1))
        #expect(
            child.complaints.contains(/^not enough memory for a tensor of [0-9.]+ GiB.*\n$/),
            "\(child.complaints)")
        #expect(!FileManager.default.fileExists(atPath: job.path))
    }

    /// What is in the place of one checkpoint is no fault of the disk.
    @Test(arguments: [true, false])
    func aCheckpointThatCannotBeKeptIsSaid(isFolder: Bool) throws {
        let root = try TemporaryFolder()
        let job = try Self.job(Self.plan(updates: 100_000_000), in: root.path)
        let place = URL(filePath: job.checkpoint)
        if isFolder {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        } else {
            try Data().write(to: place.deletingLastPathComponent())
        }
        let child = try TrainProcess(job.line())
        Thread.sleep(forTimeInterval: 0.5)
        child.kill(SIGTERM)
        #expect(child.wait() == .exited(75), "\(child.complaints)")
        #expect(child.output.contains("no checkpoint: \(job.checkpoint)"), "\(child.output)")
    }

    /// A folder that cannot be written to is no fault of the cell.
    @Test func whatCannotBeWrittenIsToldApart() throws {
        let root = try TemporaryFolder()
        let job = try Self.job(Self.plan(updates: 3), in: root.path)
        let cells = URL(filePath: job.path).deletingLastPathComponent().path
        try FileManager.default.removeItem(atPath: cells)
        try Data().write(to: URL(filePath: cells))
        let child = try TrainProcess(job.line())
        #expect(child.wait() == .exited(74))
        #expect(child.complaints.contains(cells))
        #expect(child.complaints.split(separator: "\n").count == 1)
    }

    /// Nobody reads the progress any more.
    @Test func aClosedOutputDoesNotEndACell() throws {
        let root = try TemporaryFolder()
        let job = try Self.job(Self.plan(updates: 200, recordEvery: 1), in: root.path)
        let child = try TrainProcess(job.line(), outputIsClosed: true)
        #expect(child.wait() == .exited(0))
        #expect(try CellRecord.readHeader(job.path).status == .complete)
    }

    /// Data that change while a sweep runs make failed cells, each with the reason.
    @Test func changedDataAreAFailure() throws {
        let root = try TemporaryFolder()
        let path = root.path("text.txt")
        let text = String(repeating: "the quick brown fox jumps over the lazy dog. ", count: 100)
        try Data(text.utf8).write(to: URL(filePath: path))
        let experiment = Experiment("child") {
            Problem(.text(path))
            Sweep { Axis(.truncation, [3]) }
            Size(.smoke, updates: 3)
        }
        let plan = try Plan(experiment, size: .smoke) { configuration in
            (try? configuration.withDataFingerprint()) ?? configuration
        }
        let job = try Self.job(plan, in: root.path("results"))
        try Data((text + "the dog. ").utf8).write(to: URL(filePath: path))
        let child = try TrainProcess(job.line())
        #expect(child.wait() == .exited(1))
        #expect(child.complaints.contains("has changed since the sweep was planned"))
        #expect(!FileManager.default.fileExists(atPath: job.path))
    }
}

/// A process `presage train` whose standard input stays open.
final class TrainProcess {
    enum Ending: Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    private let process = Process()
    private let input = Pipe()
    private let folder: URL
    private(set) var output = ""
    private(set) var complaints = ""

    /// Starts the process and gives it a job.
    /// - Parameter kibibytes: the most memory that it can have.
    init(
        _ line: String, outputIsClosed: Bool = false, limitingMemoryTo kibibytes: Int? = nil
    ) throws {
        // Files cannot fill up, as pipes can.
        folder = FileManager.default.temporaryDirectory.appending(
            path: "presage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["output", "errors"] {
            try Data().write(to: folder.appending(path: name))
        }
        process.executableURL = URL(filePath: "/bin/sh")
        let limit = kibibytes.map { "ulimit -v \($0);" } ?? ""
        process.arguments = ["-c", "\(limit) exec '\(Tool.program)' train"]
        process.standardInput = input
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "errors"))
        if outputIsClosed {
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            try output.fileHandleForReading.close()
        } else {
            process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "output"))
            try process.run()
        }
        signal(SIGPIPE, SIG_IGN)
        try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
    }

    func kill(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

    func closeInput() { try? input.fileHandleForWriting.close() }

    /// Waits for the end, and ends what should have ended long ago.
    func wait(seconds: Double = 60) -> Ending {
        let deadline = DispatchWorkItem { [process] in
            Foundation.kill(process.processIdentifier, SIGKILL)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: deadline)
        process.waitUntilExit()
        deadline.cancel()
        func text(_ name: String) -> String {
            (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
        }
        (output, complaints) = (text("output"), text("errors"))
        try? FileManager.default.removeItem(at: folder)
        return process.terminationReason == .exit
            ? .exited(process.terminationStatus) : .signalled(process.terminationStatus)
    }
}
