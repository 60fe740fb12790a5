import Foundation
import Store
import TestSupport
import Testing

@Suite struct VerifyTests {
    private static let sweep = "copy-horizon --size smoke --set truncation=3 --set seed=0"

    /// A finished sweep of three cells; the name of one.
    private func prepare(_ folder: borrowing TemporaryFolder) throws -> String {
        #expect(try Tool.run("run \(Self.sweep)", results: folder.path).code == 0)
        return try #require(
            try folder.contents().first { $0.contains("cells/") && $0.contains("sg_linear") })
    }

    @Test func aSoundSweepHasNoFault() throws {
        let folder = try TemporaryFolder()
        _ = try prepare(folder)
        let before = try folder.contents()
        let ending = try Tool.run("verify \(Self.sweep) --rerun 3", results: folder.path)
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output == "4 files checked, 3 cells run again: no fault\n")
        #expect(try folder.contents() == before)
    }

    @Test func otherSamplesAreOtherCells() throws {
        let folder = try TemporaryFolder()
        _ = try prepare(folder)
        let chosen = try (0..<6).map { sample in
            try Tool.run("verify \(Self.sweep) --sample \(sample)", results: folder.path).errors
        }
        #expect(Set(chosen).count > 1)
        let again = try Tool.run("verify \(Self.sweep) --sample 0", results: folder.path)
        #expect(again.errors == chosen[0])
    }

    /// A byte anywhere in a cell, the collected file or a checkpoint.
    @Test(arguments: ["cell", "collected", "checkpoint", "unplanned"])
    func aChangedByteIsALineThatNamesTheFile(kind: String) throws {
        let folder = try TemporaryFolder()
        let cell = folder.path(try prepare(folder))
        let root = folder.path("smoke/copy-horizon")
        let path: String
        switch kind {
        case "cell": path = cell
        case "collected":
            path = folder.path(
                try #require(
                    try folder.contents().first { $0.hasSuffix("copy-horizon.h5") }))
        case "checkpoint":
            path = "\(root)/checkpoints/a.h5"
            try FileManager.default.createDirectory(
                atPath: "\(root)/checkpoints", withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: cell, toPath: path)
        default:
            path = "\(root)/cells/a.h5"
            try FileManager.default.copyItem(atPath: cell, toPath: path)
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 3] ^= 64
        try bytes.write(to: URL(filePath: path))
        let ending = try Tool.run("verify \(Self.sweep) --rerun 0", results: folder.path)
        let lines = ending.output.split(separator: "\n")
        #expect(ending.code == 1 && lines.count == 2, "\(ending.output)")
        #expect(lines[0].contains(path) && lines[0].contains("damaged"), "\(ending.output)")
        #expect(lines[1].hasSuffix("0 cells run again: 1 faults"))
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    /// A file that is whole and says something else than the cell run again.
    @Test func otherBitsAreNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(try prepare(folder))
        let good = try CellRecord.read(path)
        let place = try #require(good.datasets.firstIndex { $0.name == "train_loss" })
        let loss = good.datasets[place]
        var values = try #require(loss.elements.reals)
        values[0] = values[0].nextUp
        var changed = good
        changed.datasets[place] = Dataset(
            loss.name, dimensions: loss.dimensions, shape: loss.shape,
            {
                if case .float32 = loss.elements {
                    .float32(values.map(Float.init))
                } else {
                    .float64(values)
                }
            }(),
            attributes: loss.attributes)
        if changed == good {
            // Single precision: one unit more there.
            changed.datasets[place] = Dataset(
                loss.name, dimensions: loss.dimensions, shape: loss.shape,
                .float32(values.map { Float($0).nextUp }), attributes: loss.attributes)
        }
        try changed.write(to: path)
        let ending = try Tool.run("verify \(Self.sweep) --rerun 3", results: folder.path)
        #expect(ending.code == 1)
        #expect(
            ending.output.contains("\(path): run again it differs in train_loss\n"),
            "\(ending.output)")
    }

    @Test func nothingRunIsNothingToCheck() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run("verify \(Self.sweep)", results: folder.path)
        #expect(ending.code == 0)
        #expect(ending.output == "0 files checked, 0 cells run again: no fault\n")
        #expect(try folder.contents().isEmpty)
    }
}
