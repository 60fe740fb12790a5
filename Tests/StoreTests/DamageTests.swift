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

    /// One flipped bit anywhere is an error or harmless: never a crash, never another value.
    @Test func aFlippedBitIsAnErrorOrHarmless() throws {
        let folder = try TemporaryFolder()
        let bytes = try soundBytes(in: folder)
        let path = folder.path("flipped.h5")
        var detected = 0
        for offset in stride(from: 8, to: bytes.count, by: 5) {
            var flipped = bytes
            flipped[offset] ^= 0x10
            try flipped.write(to: URL(filePath: path))
            if let read = try? CellRecord.read(path) {
                #expect(read == sampleCell(), "byte \(offset)")
            } else {
                detected += 1
            }
        }
        #expect(detected > 20)
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
