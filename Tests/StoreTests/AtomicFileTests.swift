import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct AtomicFileTests {
    @Test func aTextIsWrittenWhole() throws {
        let folder = try TemporaryFolder()
        for text in ["first", "", "naïve\n"] {
            try AtomicFile.write(text, to: folder.path("a.txt"))
            #expect(try String(contentsOfFile: folder.path("a.txt"), encoding: .utf8) == text)
        }
        #expect(try folder.contents() == ["a.txt"])
    }

    /// Names as long as the file system allows: a temporary's name does not grow with its target's.
    @Test func theLongestNameCanBeWritten() throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "x", count: 252) + ".h5"
        try sampleCell().write(to: folder.path(name))
        #expect(try folder.contents() == [name])
    }

    @Test func aLinkAtTheTargetIsReplacedAndNotFollowed() throws {
        let folder = try TemporaryFolder()
        try "kept".write(toFile: folder.path("victim"), atomically: false, encoding: .utf8)
        for (link, aim) in [("a", "victim"), ("b", "nowhere"), ("c", "c")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(link), withDestinationPath: folder.path(aim))
            try AtomicFile.write("new", to: folder.path(link))
            #expect(try String(contentsOfFile: folder.path(link), encoding: .utf8) == "new")
        }
        #expect(try String(contentsOfFile: folder.path("victim"), encoding: .utf8) == "kept")
        #expect(try folder.contents() == ["a", "b", "c", "victim"])
    }

    @Test func aFailedWriteLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        try sampleCell().write(to: path)
        // The superuser is let through by permissions: a folder in the way stops all.
        try FileManager.default.createDirectory(
            atPath: folder.path("taken.h5"), withIntermediateDirectories: false)
        #expect(
            throws: StoreError.system(
                operation: "rename to", path: folder.path("taken.h5"), code: EISDIR)
        ) { try sampleCell().write(to: folder.path("taken.h5")) }
        #expect(try CellRecord.read(path) == sampleCell())
        #expect(try folder.contents() == ["cell.h5", "taken.h5"])
    }

    @Test func aMissingFolderIsNamed() {
        let path = "/nowhere/at/all/cell.h5"
        #expect(throws: StoreError.system(operation: "create", path: path, code: ENOENT)) {
            try sampleCell().write(to: path)
        }
        #expect(
            "\(StoreError.system(operation: "create", path: path, code: ENOENT))"
                == "\(path): cannot create: No such file or directory")
    }

    /// The full device stands for a full disk.
    @Test func aFullDiskIsNamed() throws {
        let full = try TemporaryFile(in: "/tmp", for: "x")
        defer { unlink(full.path) }
        let device = open("/dev/full", O_WRONLY)
        defer { close(device) }
        dup2(device, full.descriptor)
        #expect(throws: StoreError.system(operation: "write", path: "x", code: ENOSPC)) {
            try full.append([1, 2, 3])
        }
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
