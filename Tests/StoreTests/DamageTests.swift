import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct DamageTests {
    /// The bytes of a sound cell file.
    private func soundBytes(in folder: borrowing TemporaryFolder) throws -> Data {
        let path = folder.path("sound.h5")
        try sampleCell().write(to: path)
        return try Data(contentsOf: URL(filePath: path))
    }

    @Test(arguments: [0, 1, 7, 100, 512, 2048, 4096])
    func aFileCutShortIsAnError(length: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = try soundBytes(in: folder)
        try #require(length < bytes.count)
        let path = folder.path("cut.h5")
        try bytes.prefix(length).write(to: URL(filePath: path))
        #expect(throws: StoreError.self) { try CellRecord.read(path) }
        #expect(throws: StoreError.self) { try CellRecord.readHeader(path) }
    }

    @Test func theLastByteCounts() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cut.h5")
        try soundBytes(in: folder).dropLast().write(to: URL(filePath: path))
        #expect(throws: StoreError.self) { try CellRecord.readHeader(path) }
    }

    /// What a program that adds to a file leaves: the digest is gone, and the content is whole.
    @Test func aFileThatAnotherProgramChangedIsToldApart() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("changed.h5")
        try soundBytes(in: folder).dropLast(Seal.length).write(to: URL(filePath: path))
        #expect(throws: StoreError.changed(path: path)) { try CellRecord.read(path) }
        #expect(throws: StoreError.changed(path: path)) { try CellRecord.readHeader(path) }
        #expect(StoreError.changed(path: path).fault == .foreign)
    }

    /// Version 1.0 had no digest.
    @Test func aFileOfVersionOnePointZeroIsRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("older.h5")
        var root = sampleCell().root
        root.attributes["encoding_version"] = "1.0"
        try AtomicFile.write(try HDF5File.encode(root, path), to: path)
        #expect(try CellRecord.read(path) == sampleCell())
        #expect(try CellRecord.readHeader(path) == sampleCell().header)
    }

    /// The digest is the published one: XXH64 of xxHash's own test vectors and of `xxhsum -H64`.
    @Test(
        arguments: [
            ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b),
            ("abc", 0x44bc_2cf5_ad77_0999),
            ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
        ] as [(String, UInt64)])
    func theDigestIsXXH64(text: String, digest: UInt64) {
        #expect(Array(text.utf8).withUnsafeBytes(digest64) == digest)
    }

    @Test func aTextFileIsNoHDF5File() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("notes.h5")
        try "not a result".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.notHDF5(path: path)) { try HDF5File.read(path) }
    }

    @Test func aMissingFileIsNamed() {
        #expect(throws: StoreError.missing(path: "/nowhere/x.h5")) {
            try HDF5File.read("/nowhere/x.h5")
        }
    }

    @Test func errorsAreOneLine() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cut.h5")
        try soundBytes(in: folder).prefix(2048).write(to: URL(filePath: path))
        #expect {
            try HDF5File.read(path)
        } throws: { error in
            let text = "\(error)"
            return text.contains(path) && !text.contains("\n")
        }
    }
}
