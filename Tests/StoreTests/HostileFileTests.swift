import Foundation
import TestSupport
import Testing

@testable import Store

/// Files from elsewhere in the place of a cell's: each is refused in one line that names what is
/// wrong, or read as a value that can be written again. Nothing hangs, crashes or takes all memory.
@Suite struct HostileFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/hostile")

    /// Written by Tests/Fixtures/hostile.py.
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".h5") }.map { String($0.dropLast(3)) }.sorted()

    @Test func thereAreManyKinds() { #expect(Self.names.count >= 65) }

    @Test(arguments: names) func isRefusedByNameOrRead(name: String) throws {
        let copies = try TemporaryFolder()
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: "\(name).h5")))
        // As it is, and with the digest of a file that this program would have written.
        for (path, bytes) in [("plain.h5", bytes), ("sealed.h5", bytes + Seal.bytes(of: bytes))] {
            let path = copies.path(path)
            try AtomicFile.write(bytes, to: path)
            switch try within(20, { Outcome(path) }) {
            case .read(let record):
                #expect(name.hasPrefix("read_"))
                try record.write(to: copies.path("again.h5"))
                #expect(try CellRecord.read(copies.path("again.h5")) == record)
            case .refused(let error):
                #expect(!name.hasPrefix("read_"), "\(error)")
                let words = expectedWords(name)
                #expect("\(error)".hasPrefix(path) && "\(error)".contains(words), "\(error)")
                #expect("\(error)".allSatisfy { !$0.isNewline })
                #expect(error.fault == .foreign || error.fault == .damaged)
            }
            #expect(throws: Never.self) { try HDF5File.checkBytes(path) }
        }
    }

    /// What is wrong, where it is not the thing named `hostile`.
    private func expectedWords(_ name: String) -> String {
        switch name {
        case _ where name.hasPrefix("version_"): "encoding_version"
        case _ where name.hasPrefix("seed_"): "seed"
        case "wall_time_in_words": "wall_time_s"
        case _ where name.hasPrefix("status_"): "status"
        case "dimensions_are_a_number", "dimension_without_length", "dimensions_too_many",
            "dimensions_of_other_names":
            "train_loss has dimensions that do not fit"
        case _: "hostile"
        }
    }

    @Test func moreAttributesThanAnyObjectHas() throws {
        let folder = try TemporaryFolder()
        var attributes = sampleCell().header.attributes
        for index in 0..<5000 { attributes["a\(index)"] = .integer(1) }
        let path = folder.path("cell.h5")
        let bytes = try HDF5File.encode(Group("/", attributes: attributes), path)
        try AtomicFile.write(bytes + Seal.bytes(of: bytes), to: path)
        guard case .refused(.unsupported(path, "/", .attributes)) = Outcome(path) else {
            Issue.record("\(Outcome(path))")
            return
        }
    }

    /// Only files are opened, and none is waited for.
    @Test(arguments: ["pipe", "folder", "device", "endless device", "link to itself", "empty"])
    func whatIsNoFileIsNotOpened(kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        let expected: StoreError
        switch kind {
        case "pipe":
            mkfifo(path, 0o644)
            expected = .notAFile(path: path, .pipe)
        case "folder":
            mkdir(path, 0o755)
            expected = .notAFile(path: path, .folder)
        case "device", "endless device":
            let device = kind == "device" ? "/dev/null" : "/dev/zero"
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: device)
            expected = .notAFile(path: path, .device)
        case "link to itself":
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
            expected = .system(operation: "open", path: path, code: ELOOP)
        default:
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            expected = .cutShort(path: path, bytes: 0, expected: Superblock.length)
        }
        #expect(try within(5) { Outcome(path) } == .refused(expected))
    }

    @Test func aSocketIsNoFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s")
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
        #expect(try within(5) { Outcome(path) } == .refused(.notAFile(path: path, .socket)))
    }

    /// A terabyte that takes no room on the disk.
    @Test func aFileTooLargeIsNotRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        try sampleCell().write(to: path)
        try #require(truncate(path, 1 << 40) == 0)
        #expect(Outcome(path) == .refused(.tooLarge(path: path, limit: RegularFile.limit)))
    }

    @Test func aFileThatGrowsIsReadAsItWas() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        try sampleCell().write(to: path)
        let end = Date(timeIntervalSinceNow: 0.5)
        let writer = Thread {
            guard let handle = FileHandle(forWritingAtPath: path) else { return }
            _ = try? handle.seekToEnd()
            while Date() < end { handle.write(Data(repeating: 1, count: 4096)) }
        }
        writer.start()
        while Date() < end {
            switch try within(5, { Outcome(path) }) {
            case .read(let record): #expect(record == sampleCell())
            case .refused(let error): #expect(error == .digestDiffers(path: path))
            }
        }
    }

    @Test(
        arguments: [
            "not a result\n", "", "x", String(repeating: "\0", count: 4000), "\u{89}HDF\r\n",
            String(repeating: "a long text ", count: 1000),
        ])
    func otherBytesAreNoHDF5File(text: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cell.h5")
        try AtomicFile.write(text, to: path)
        guard case .refused(let error) = Outcome(path) else { return #expect(Bool(false)) }
        #expect("\(error)".hasPrefix(path) && error.fault != .environment, "\(error)")
    }
}
