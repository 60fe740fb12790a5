import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// A report of many finished cells. The long form has as many as a large sweep and prints the time
/// that the program of `PRESAGE_PROGRAM` takes, this build's unless given.
@Suite struct ScaleChaosTests {
    private static let program =
        ProcessInfo.processInfo.environment["PRESAGE_PROGRAM"] ?? Tool.program

    /// Writes cells that differ from a real one in their seeds alone.
    private func clone(_ names: [String], seeds: Int, in cells: String) throws {
        let axes: [SettingName] = [.truncation, .method, .seed]
        for name in names {
            var record = try CellRecord.read(cells + "/" + name)
            let json = record.header.configurationJSON
            for seed in 1..<seeds {
                record.header.configurationJSON = json.replacing(
                    #""seed":0"#, with: "\"seed\":\(seed)")
                let configuration = try Configuration(json: record.header.configurationJSON)
                record.header.cellID = configuration.identity(axes: axes)
                record.header.seed = Int64(seed)
                record.header.axes["seed"] = .integer(Int64(seed))
                try record.write(to: cells + "/" + record.header.cellID + ".h5")
            }
        }
    }

    @Test func manyCellsAreReported() throws {
        let folder = try TemporaryFolder()
        let sweep =
            "copy-horizon --size smoke --set truncation=3 --set budget=500 --set record_every=10"
        #expect(try Tool.run("run \(sweep) --set seed=0", results: folder.path).code == 0)
        let cells = folder.path("smoke/copy-horizon/cells")
        let names = try FileManager.default.contentsOfDirectory(atPath: cells)
        #expect(names.count == 3)
        let seeds = Chaos.trials(short: 30, long: 3334)
        try clone(names, seeds: seeds, in: cells)
        let start = ContinuousClock.now
        let words = "report \(sweep) --set seed=0-\(seeds - 1) --results \(folder.path)"
        let ending = try Tool.run(
            Self.program, words.split(separator: " ").map(String.init))
        print("\(3 * seeds) cells: \(ContinuousClock.now - start)")
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains("Cells: \(3 * seeds), \(3 * seeds) complete."))
        let page = try #require(try folder.contents().first { $0.hasSuffix("/runs.csv") })
        let runs = try String(contentsOfFile: folder.path(page), encoding: .utf8)
        #expect(runs.split(separator: "\n").count == 3 * seeds + 1)
    }
}
