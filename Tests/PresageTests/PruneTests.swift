import Foundation
import Store
import TestSupport
import Testing

@Suite struct PruneTests {
    private static let sweep = "copy-horizon --size smoke --set truncation=3 --set seed=0"

    /// A finished sweep of three cells with something to prune, and with what is not to be touched.
    private func prepare(_ folder: borrowing TemporaryFolder) throws -> (cell: String, root: String)
    {
        #expect(try Tool.run("run \(Self.sweep)", results: folder.path).code == 0)
        let name = try #require(
            try folder.contents().first { $0.contains("cells/") && $0.contains("sg_linear") })
        let root = folder.path("smoke/copy-horizon")
        let identity = String(URL(filePath: name).lastPathComponent.dropLast(3))
        for kind in ["checkpoints", "logs", "set-aside"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(kind)", withIntermediateDirectories: true)
        }
        for name in [
            "checkpoints/\(identity).h5", "checkpoints/of_a_pending_cell.0.h5",
            "logs/\(identity).log", "logs/of_a_pending_cell.0.log", "logs/notes.txt",
            "set-aside/\(identity).h5", "cells/notes.txt", "cells/foreign.h5",
        ] {
            try Data("0123456789".utf8).write(to: URL(filePath: "\(root)/\(name)"))
        }
        // A sound file of another experiment.
        var other = try CellRecord.read(folder.path(name))
        other.header.experiment = "another"
        try other.write(to: "\(root)/cells/other.h5")
        #expect(symlink("other.h5", "\(root)/cells/link.h5") == 0)
        return (identity, root)
    }

    @Test func listsWithoutDeletingAndDeletesWhatItLists() throws {
        let folder = try TemporaryFolder()
        let (cell, root) = try prepare(folder)
        let before = try folder.contents()
        let listed = try Tool.run("prune \(Self.sweep)", results: folder.path)
        #expect(listed.code == 0 && listed.errors.isEmpty)
        #expect(
            listed.output == """
                10 bytes  \(root)/checkpoints/\(cell).h5: the checkpoint of a finished cell
                10 bytes  \(root)/logs/\(cell).log: the log of a finished cell
                10 bytes  \(root)/set-aside/\(cell).h5: set aside
                3 files, 30 bytes: --delete deletes them

                """)
        #expect(try folder.contents() == before)
        let deleted = try Tool.run("prune \(Self.sweep) --delete", results: folder.path)
        #expect(deleted.code == 0 && deleted.output.hasSuffix("3 files, 30 bytes: deleted\n"))
        let names = [
            "checkpoints/\(cell).h5", "logs/\(cell).log", "set-aside/\(cell).h5",
        ].map { "smoke/copy-horizon/\($0)" }
        #expect(try folder.contents() == before.filter { !names.contains($0) })
        let again = try Tool.run("prune \(Self.sweep)", results: folder.path)
        #expect(again.output == "0 files, 0 bytes: nothing to delete\n")
    }

    @Test func cellsOfOtherSweepsGoOnRequestOnly() throws {
        let folder = try TemporaryFolder()
        let (cell, _) = try prepare(folder)
        let before = try folder.contents()
        let narrow = "\(Self.sweep) --set method=truncated_bptt --cells"
        let listed = try Tool.run("prune \(narrow)", results: folder.path).output
        #expect(listed.contains("cells/\(cell).h5: not in this plan"))
        #expect(listed.contains("\(cell).log: not in this plan"))
        #expect(!listed.contains("other.h5") && !listed.contains("foreign.h5"))
        #expect(!listed.contains("link.h5") && !listed.contains("pending"))
        #expect(try Tool.run("prune \(narrow) --delete", results: folder.path).code == 0)
        let gone = Set(before).subtracting(try folder.contents())
        #expect(gone.count { $0.contains("/cells/") } == 2 && gone.count == 5)
        let status = try Tool.run("status \(Self.sweep)", results: folder.path).output
        #expect(status == "complete: 1 of 3\npending: 2 of 3\n")
    }

    @Test func nothingThereIsNothingToDo() throws {
        let folder = try TemporaryFolder()
        let ending = try Tool.run("prune \(Self.sweep) --cells --delete", results: folder.path)
        #expect(ending.code == 0 && ending.output == "0 files, 0 bytes: deleted\n")
        #expect(try folder.contents().isEmpty)
    }
}
