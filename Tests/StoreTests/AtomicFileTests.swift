import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct AtomicFileTests {
    @Test func aFailedWriteLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        try sampleCell().write(to: path)
        // A folder in the way of the temporary file.
        try FileManager.default.createDirectory(
            atPath: Leftovers.temporaryPath(for: path), withIntermediateDirectories: false)
        #expect(throws: StoreError.self) { try sampleCell(command: "new").write(to: path) }
        #expect(try CellRecord.read(path) == sampleCell())
    }

    @Test func aMissingFolderIsNamed() {
        #expect {
            try sampleCell().write(to: "/nowhere/at/all/cell.h5")
        } throws: { error in
            guard case .system(_, let path, let reason)? = error as? StoreError else {
                return false
            }
            return path.hasPrefix("/nowhere/at/all/cell.h5") && reason.contains("No such file")
        }
    }

    @Test func onlyTheDeadAreSweptUp() throws {
        let folder = try TemporaryFolder()
        let ended = Process()
        ended.executableURL = URL(filePath: "/usr/bin/true")
        try ended.run()
        ended.waitUntilExit()
        let mine = Leftovers.temporaryPath(for: folder.path("a.h5"))
        let own = String(ProcessInfo.processInfo.processIdentifier)
        let dead = mine.dropLast(own.count) + String(ended.processIdentifier)
        for path in [mine, String(dead), folder.path("b.h5"), folder.path("c.h5.tmp-elsewhere-1")] {
            try Data().write(to: URL(filePath: path))
        }
        #expect(Leftovers.sweep(in: folder.url.path).count == 1)
        #expect(!FileManager.default.fileExists(atPath: String(dead)))
        #expect(try folder.contents().count == 3)
    }

    @Test func aFolderThatIsNotThereHasNoLeftovers() {
        #expect(Leftovers.sweep(in: "/nowhere").isEmpty)
    }

    @Test(
        arguments: [
            ("r", "."), ("a/b", "a"), ("a/b/cells/", "a/b"), ("/r", "/"), ("/", "/"),
            ("/a/b.h5", "/a"), ("../a", ".."),
        ])
    func theFolderOfAPath(path: String, folder: String) {
        #expect(parentFolder(of: path) == folder)
    }
}
