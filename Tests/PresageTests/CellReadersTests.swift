import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

/// Processes that read the files of cells change nothing but the time that it takes.
@Suite struct CellReadersTests {
    /// A folder of cells, many enough for processes: most are sound, of every kind; the others are each
    /// unusable for a reason of its own.
    private struct Sample {
        let folder: ResultsFolder
        let plan: Plan

        init(in root: String) throws {
            let experiment = Experiment("many") {
                Problem(.copy(symbols: 2))
                Sweep {
                    Axis(.truncation, [2, 20])
                    Seeds(160)
                }
                Size(.smoke, updates: 10)
            }
            folder = ResultsFolder(root: root, size: .smoke, experiment: "many")
            plan = try Plan(experiment, size: .smoke)
            try folder.prepare()
            for cell in plan { try place(cell) }
        }

        private func place(_ cell: PlannedCell) throws {
            let path = folder.cell(cell)
            switch cell.index {
            case 10: return
            case 20:
                return try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false)
            case 30: return _ = mkfifo(path, 0o600)
            case 40: return try write(plan[41], to: path)
            case 50: return try Data("text".utf8).write(to: URL(filePath: path))
            case 60:
                return try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: folder.cell(plan[61]))
            default: try write(cell, to: path)
            }
            if cell.index == 70 { chmod(path, 0) }
            if cell.index == 80 { truncate(path, 3000) }
        }

        private func write(_ cell: PlannedCell, to path: String) throws {
            let index = cell.index
            let status: CellStatus = [.complete, .complete, .diverged, .failed][index % 4]
            let header = CellHeader(
                cell, experiment: "many", status: status,
                failure: status == .complete ? nil : "because\tof \(index)",
                provenance: .current(
                    commit: "c0ffee", isDirty: "no", instructionSet: "plain", command: "presage",
                    wallTime: Double(index), cpuTime: index % 3 == 0 ? nil : 0.5))
            let values = [Double(index), -.nan, -0.0, .infinity, 1 / 3]
            let curve = Dataset(
                "train_loss", dimensions: ["update"], shape: [5], .float64(values),
                attributes: [
                    "units": "bits", "long_name": "Ω", "whole": .integer(-3), "real": .real(.pi),
                    "list": .integers([1, 2]), "reals": .reals([-0.5, 7]),
                ])
            // A few without the count that every complete cell has.
            let count = index % 50 == 49 ? [] : [Dataset("updates", .int64([Int64(index)]))]
            try CellRecord(
                header: header,
                datasets: count + [
                    Dataset(coordinate: "update", .int64([1, 2, 3, 5, Int64(10 + index)])), curve,
                    Dataset("share", .float32([0.1])), Dataset("words", .strings(["a b"])),
                ],
                groups: [Group("tensors", datasets: [Dataset("weight", .float32([1]))])]
            ).write(to: path)
        }

        /// What is collected, and the index that comes of it.
        func collected(with command: [String]?) throws -> (CollectedRecord, String) {
            let index = folder.file("cells.index")
            unlink(index)
            let readers = command.map { CellReaders(command: $0, count: 2) }
            let record = folder.collect(plan, with: readers)
            return (record, try String(contentsOfFile: index, encoding: .utf8))
        }
    }

    @Test func whateverTheProcessesSayTheSameIsCollected() throws {
        let root = try TemporaryFolder()
        let sample = try Sample(in: root.path)
        let (expected, index) = try sample.collected(with: nil)
        guard case .int64(let states)? = expected["status"]?.elements else {
            Issue.record("no states")
            return
        }
        #expect(Set(states) == Set(CellStatus.allCases.map(\.rawValue)))
        let starts = root.path("starts")
        let commands = [
            ["/bin/sh", "-c", #"echo >> "$0"; exec "$1" read-cells"#, starts, Tool.program],
            // An answer cut short, one of noise, the question, none, and no program.
            ["/bin/sh", "-c", #""$0" read-cells | head -c 30001"#, Tool.program],
            ["/bin/sh", "-c", #"head -c 9 /dev/zero; "$0" read-cells"#, Tool.program],
            ["/usr/bin/head", "-c", "20000", "/dev/urandom"],
            ["/usr/bin/head", "-c", "20000", "/dev/zero"], ["/bin/cat"], ["/bin/false"],
            ["/no/such/program"],
        ]
        for command in commands {
            let (record, madeIndex) = try sample.collected(with: command)
            #expect(record == expected, "\(command)")
            #expect(madeIndex == index, "\(command)")
        }
        // 315 files in batches of 128.
        #expect(try String(contentsOfFile: root.path("starts"), encoding: .utf8) == "\n\n\n")
    }

    /// What such a process gives is what the file has, without its groups.
    @Test func aRecordComesBackAsItWas() throws {
        let root = try TemporaryFolder()
        let sample = try Sample(in: root.path)
        let cells = Array(sample.plan)
        let request = { (cell: PlannedCell) -> CellReaders.Request? in
            let path = sample.folder.cell(cell)
            return CellIndex.Stamp(path).map { .init(cell: cell, path: path, stamp: $0) }
        }
        let readers = CellReaders(command: [Tool.program, "read-cells"], count: 3)
        let records = readers.read(cells.compactMap(request)) { $1 }
        #expect(records.count > 300)
        for cell in cells {
            guard let record = records[cell.index] else { continue }
            #expect(try CellRecord.readCurves(sample.folder.cell(cell)) == record)
        }
    }

    @Test(arguments: ["", "no job\n", "{}\n", "[1]\n", "[\"a\"\n"])
    func whatIsNoListOfPathsIsRefused(line: String) throws {
        let ending = try Tool.shell("printf '\(line)' | presage read-cells", in: "/")
        #expect(ending.code == 2)
        #expect(ending.output.isEmpty && ending.errors.hasPrefix("error: no job"), "\(ending)")
    }
}
