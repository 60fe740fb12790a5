import Engine
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// The file of a checkpoint: when it is written, what is made of one that is of no use, and that it
/// is gone in the end.
@Suite struct CheckpointTests {
    /// A job of 60 updates in folders of its own, and what it says.
    private final class Work {
        let plan: Plan
        let folder: ResultsFolder
        var lines: [String] = []

        init(_ root: String) throws {
            let experiment = Experiment("work") {
                Problem(.copy(symbols: 2))
                Network(.lstm(units: 6))
                With(.recordEvery, 10)
                Sweep { Axis(.truncation, [3, 4]) }
                Size(.smoke, updates: 60)
            }
            plan = try Plan(experiment, size: .smoke)
            folder = ResultsFolder(root: root, size: .smoke, experiment: "work")
            try folder.prepare()
        }

        func job(cell: Int = 0, every: Double = 0, commit: String = "c0ffee") -> CellJob {
            CellJob(
                plan[cell], of: plan, in: folder, times: CellTimes(checkpointEvery: every),
                command: "presage cell",
                revision: Revision(commit: commit, changes: []))
        }

        /// Runs a job, stopped when it has done a share of its work.
        func run(
            _ job: CellJob, stoppedAt share: Double = 2, seeing see: () -> Void = {}
        ) throws {
            let stop = StopRequest()
            do {
                _ = try job.run(stop: stop, log: { self.lines.append($0) }) {
                    see()
                    if $0 >= share { stop.make(.signal(SIGTERM)) }
                }
            } catch is Stopped {}
        }

        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    }

    /// The results of the work without any stop.
    private func undisturbed() throws -> CellRecord {
        let root = try TemporaryFolder()
        let work = try Work(root.path)
        try work.run(work.job())
        #expect(work.lines.isEmpty)
        return try CellRecord.read(work.job().path)
    }

    private func expectUndisturbed(_ job: CellJob) throws {
        let (record, whole) = (try CellRecord.read(job.path), try undisturbed())
        #expect(record.datasets == whole.datasets)
        #expect(record.groups == whole.groups)
        #expect(!FileManager.default.fileExists(atPath: job.checkpoint))
    }

    @Test func aStoppedCellGoesOnFromItsCheckpoint() throws {
        let root = try TemporaryFolder()
        let work = try Work(root.path)
        try work.run(work.job(), stoppedAt: 0.4)
        #expect(!work.exists(work.job().path))
        let time = try CheckpointRecord.read(work.job().checkpoint).time
        try work.run(work.job())
        #expect(work.lines == ["stopped at update 30", "resumed at update 30"])
        let whole = try CellRecord.readHeader(work.job().path).provenance
        #expect(time.cpu > 0 && whole.wallTime > time.wall)
        #expect(try #require(whole.cpuTime) > time.cpu)
        try expectUndisturbed(work.job())
    }

    @Test func checkpointsAreMadeOnTheWay() throws {
        let root = try TemporaryFolder()
        let work = try Work(root.path)
        var seen: [Bool] = []
        let job = work.job(every: 1e-9)
        try work.run(job) { seen.append(work.exists(job.checkpoint)) }
        #expect(seen == [Bool](repeating: true, count: 6))
        #expect(work.lines.isEmpty)
        try expectUndisturbed(job)
    }

    /// Training goes on where checkpoints have no place; a stop is then not obeyed in silence.
    @Test func withoutAPlaceThereAreNoCheckpoints() throws {
        let root = try TemporaryFolder()
        let work = try Work(root.path)
        let place = work.folder.file("checkpoints")
        try Data().write(to: URL(filePath: place))
        let job = work.job(every: 1e-9)
        try work.run(job, stoppedAt: 0.5)
        #expect(work.lines.count == 3 && work.lines[2].hasPrefix("stopped at update"))
        #expect(work.lines.prefix(2).allSatisfy { $0.hasPrefix("no checkpoint: \(place)") })
        try work.run(job)
        #expect(!work.lines.contains { $0.contains("resumed") })
        try FileManager.default.removeItem(atPath: place)
        try expectUndisturbed(job)
    }

    /// What makes a checkpoint useless, and the reason that the log gives.
    enum Fault: String, CaseIterable, Sendable {
        case damaged = "digest|damaged|differs"
        case cut = "ends|short|bytes"
        case foreign = "not an HDF5 file|not HDF5"
        case ofACell = "encoding_type"
        case ofAnotherCell = "another configuration"
        case ofAnotherProgram = "another build"
        case withoutAPart = "another state"
        case withAnotherPart = "another state "
    }

    @Test(arguments: Fault.allCases)
    func aUselessCheckpointIsLeftAside(fault: Fault) throws {
        let root = try TemporaryFolder()
        let work = try Work(root.path)
        let job = work.job(commit: fault == .ofAnotherProgram ? "decaf" : "c0ffee")
        let url = URL(filePath: job.checkpoint)
        try work.run(work.job(), stoppedAt: 0.4)
        let bytes = try Data(contentsOf: url)
        let record = try CheckpointRecord.read(job.checkpoint)
        func rewrite(_ change: (inout Group) -> Void) throws {
            var state = record.state
            change(&state)
            try CheckpointRecord(
                configurationJSON: record.configurationJSON, program: record.program,
                time: record.time,
                state: state, captures: []
            ).write(to: job.checkpoint)
        }
        switch fault {
        case .damaged:
            var flipped = bytes
            flipped[bytes.count / 2] ^= 1
            try flipped.write(to: url)
        case .cut: try bytes.prefix(bytes.count / 2).write(to: url)
        case .foreign: try Data("no checkpoint".utf8).write(to: url)
        case .ofACell:
            try work.run(work.job(cell: 1))
            try Data(contentsOf: URL(filePath: work.job(cell: 1).path)).write(to: url)
        case .ofAnotherCell:
            try work.run(work.job(cell: 1), stoppedAt: 0.4)
            try Data(contentsOf: URL(filePath: work.job(cell: 1).checkpoint)).write(to: url)
        case .ofAnotherProgram: break
        case .withoutAPart: try rewrite { $0.datasets.removeLast() }
        case .withAnotherPart: try rewrite { $0.groups.append($0.groups[0].renamed("more")) }
        }
        work.lines = []
        try work.run(job)
        #expect(work.lines.count == 1)
        let line = try #require(work.lines.first)
        #expect(line.hasPrefix("checkpoint \(job.checkpoint) is not used: "))
        let reasons = fault.rawValue.split(separator: "|")
        #expect(
            reasons.contains { line.contains($0.trimmingCharacters(in: .whitespaces)) }, "\(line)")
        try expectUndisturbed(job)
    }
}

extension Group {
    fileprivate func renamed(_ name: String) -> Group {
        Group(name, attributes: attributes, datasets: datasets, groups: groups)
    }
}
