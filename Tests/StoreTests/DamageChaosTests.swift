import Foundation
import TestSupport
import Testing

@testable import Store

/// Bytes flipped and files cut short: each is an error that names the file, or has no effect on what
/// is read. Nothing hangs or crashes.
@Suite struct DamageChaosTests {
    enum Kind: String, CaseIterable {
        case cell, collected

        var root: Group {
            switch self {
            case .cell: sampleCell().root
            case .collected: sampleSweep.root
            }
        }

        /// Reads a file; the header alone too, of a cell.
        func read(_ path: String) throws(StoreError) -> Group {
            switch self {
            case .cell:
                let header = try CellRecord.readHeader(path)
                let record = try CellRecord.read(path)
                guard header == record.header else { throw .notVerified(path: path) }
                return record.root
            case .collected: return try CollectedRecord.read(path).root
            }
        }
    }

    /// The error of reading these bytes as a file; nil when what is read is what it should be.
    private func error(
        of bytes: [UInt8], _ kind: Kind, in folder: borrowing TemporaryFolder
    ) throws -> StoreError? {
        let path = folder.path("damaged.h5")
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
        let error = try within(20) { () -> StoreError? in
            do throws(StoreError) {
                return try kind.read(path) == kind.root ? nil : .notVerified(path: path)
            } catch { return error }
        }
        if let error { #expect(error != .notVerified(path: path) && "\(error)".hasPrefix(path)) }
        return error
    }

    private func soundBytes(_ kind: Kind, in folder: borrowing TemporaryFolder) throws -> [UInt8] {
        try HDF5File.write(kind.root, to: folder.path("sound.h5"))
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.path("sound.h5"))))
        #expect(try error(of: bytes, kind, in: folder) == nil)
        return bytes
    }

    /// The digest covers every byte, its own included.
    @Test(arguments: Kind.allCases) func everyFlippedByteIsSeen(kind: Kind) throws {
        let folder = try TemporaryFolder()
        var bytes = try soundBytes(kind, in: folder)
        var numbers = TestNumbers(seed: 15)
        for _ in 0..<Chaos.trials(short: 300, long: 3000) {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            let change = UInt8.random(in: 1...255, using: &numbers)
            bytes[place] ^= change
            #expect(try error(of: bytes, kind, in: folder) != nil, "byte \(place)")
            bytes[place] ^= change
        }
    }

    @Test(arguments: Kind.allCases) func everyCutIsSeen(kind: Kind) throws {
        let folder = try TemporaryFolder()
        let bytes = try soundBytes(kind, in: folder)
        var numbers = TestNumbers(seed: 16)
        // The last 60 lengths, where the digest ends, and others.
        let others = Chaos.trials(short: 200, long: 1000)
        let lengths =
            (1...60).map { bytes.count - $0 }
            + (0..<others).map { _ in Int.random(in: 0..<bytes.count, using: &numbers) }
        for length in lengths {
            let error = try error(of: Array(bytes.prefix(length)), kind, in: folder)
            #expect(error != nil, "\(length) bytes")
        }
    }

    /// Pieces lost to zeros, or moved, as file systems leave them.
    @Test(arguments: Kind.allCases) func everyLostPieceIsSeen(kind: Kind) throws {
        let folder = try TemporaryFolder()
        let bytes = try soundBytes(kind, in: folder)
        var numbers = TestNumbers(seed: 17)
        for _ in 0..<Chaos.trials(short: 100, long: 1000) {
            var damaged = bytes
            let start = Int.random(in: 0..<bytes.count, using: &numbers)
            let piece = start..<min(bytes.count, start + Int.random(in: 1...4096, using: &numbers))
            if Bool.random(using: &numbers) {
                for place in piece { damaged[place] = 0 }
            } else {
                damaged.removeSubrange(piece)
                damaged.insert(contentsOf: bytes[piece], at: 0)
            }
            guard damaged != bytes else { continue }
            #expect(try error(of: damaged, kind, in: folder) != nil, "\(piece)")
        }
    }
}
