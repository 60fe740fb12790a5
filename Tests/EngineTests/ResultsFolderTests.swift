import Foundation
import Store
import Sweeps
import TestSupport
import Testing
import Vocabulary

@testable import Engine

@Suite struct ResultsFolderTests {
    @Test func aFileInTheWayIsNamed() throws {
        let root = try TemporaryFolder()
        let path = root.path("results")
        try Data().write(to: URL(filePath: path))
        let folder = ResultsFolder(root: path, size: .smoke, experiment: "sample")
        #expect(throws: EngineError.notAFolder(path)) { try folder.prepare() }
        #expect(try root.contents() == ["results"])
    }

    @Test func aReadOnlyFolderIsNamed() throws {
        let root = try TemporaryFolder()
        let path = root.path("results")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o555])
        let folder = ResultsFolder(root: path, size: .smoke, experiment: "sample")
        #expect(throws: EngineError.readOnly(path)) { try folder.prepare() }
        #expect(try root.contents() == ["results"])
    }

    @Test func whatIsMissingIsMade() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path("a/b"), size: .smoke, experiment: "sample")
        try folder.prepare()
        try folder.prepare()
        #expect(FileManager.default.fileExists(atPath: folder.cells))
    }

    @Test func statesAreReadFromTheFiles() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let plan = try samplePlan()
        try write(plan[1], to: folder)
        try write(plan[2], to: folder, status: .failed, failure: "no luck")
        try write(plan[3], to: folder, status: .diverged, failure: "update 3")
        #expect(
            plan.map { folder.state(of: $0) }
                == [.pending, .complete, .failed("no luck"), .diverged("update 3")])
    }

    @Test func cellsOfAnEarlierVersionAreCounted() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let hash = "0123456789abcdef"
        let others = [
            "seed_0.\(hash).h5", "seed_0-\(hash).h5.tmp", "seed_0-\(hash.uppercased()).h5",
            "seed_0-\(hash.dropLast()).h5", "-h5", "seed_0-\(hash)xh5",
        ]
        func touch(_ name: String) throws {
            try Data().write(to: URL(filePath: folder.cells + "/" + name))
        }
        for name in others { try touch(name) }
        #expect(folder.noteOnOlderCells == nil)
        for name in ["seed_0-\(hash).h5", "-\(hash).h5"] { try touch(name) }
        let note = try #require(folder.noteOnOlderCells)
        #expect(note.hasPrefix("2 cells of an earlier version (such as "), "\(note)")
    }

    /// A file written before a setting was added has no word of it.
    @Test func aSettingAddedSinceIsAtItsDefault() throws {
        let root = try TemporaryFolder()
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        let cell = try samplePlan()[0]
        func state(without member: String) throws -> CellState {
            var header = CellHeader(
                cell, experiment: "sample", status: .complete, failure: nil,
                provenance: sampleProvenance(seconds: 1))
            let json = header.configurationJSON.replacing(member + ",", with: "")
            #expect(json != header.configurationJSON)
            header.configurationJSON = json
            try CellRecord(header: header, datasets: [], groups: []).write(to: folder.cell(cell))
            return folder.state(of: cell)
        }
        #expect(try state(without: "\"curriculum_batches\":5") == .complete)
        // Not at its default here.
        #expect(try state(without: "\"truncation\":2").status == .unusable)
        #expect(try state(without: "\"schema_version\":2").status == .unusable)
    }
}
