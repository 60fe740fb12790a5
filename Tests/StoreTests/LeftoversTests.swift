import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct LeftoversTests {
    private func put(_ names: [String], age seconds: Int, in folder: borrowing TemporaryFolder) {
        for name in names {
            _ = FileManager.default.createFile(atPath: folder.path(name), contents: Data())
            var times = [timeval(), timeval()]
            times[0].tv_sec = time(nil) - seconds
            times[1].tv_sec = time(nil) - seconds
            utimes(folder.path(name), times)
        }
    }

    @Test func whatNobodyWritesIsSweptUpAtOnce() throws {
        let folder = try TemporaryFolder()
        put([".tmp-0123456789abc"], age: 0, in: folder)
        do {
            let mine = try TemporaryFile(in: folder.path, for: "a.h5")
            #expect(Leftovers.sweep(in: folder.path) == [".tmp-0123456789abc"])
            #expect(FileManager.default.fileExists(atPath: mine.path))
        }
        // A process that another test starts holds a copy of the lock until it runs its program.
        let deadline = Date() + 5
        while try !folder.contents().isEmpty, Date() < deadline { Leftovers.sweep(in: folder.path) }
        #expect(try folder.contents().isEmpty)
    }

    /// A lock is seen by other processes, whatever their number and the name of their host.
    @Test func theLockOfAnotherProcessIsSeen() throws {
        let folder = try TemporaryFolder()
        let mine = try TemporaryFile(in: folder.path, for: "a.h5")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/flock")
        process.arguments = ["-n", mine.path, "true"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
    }

    /// Those of earlier versions and of Foundation held no lock: they go when they are old.
    @Test func temporariesWithoutLocksAreSweptUpByAge() throws {
        let folder = try TemporaryFolder()
        let names = [
            "a.h5.tmp-some_host-4711", ".dat.nosync12ab.Xy09Zk", ".dat.nosync0001.abcdef",
            "b-c.h5.tmp-other-1",
        ]
        put(names, age: 60, in: folder)
        #expect(Leftovers.sweep(in: folder.path).isEmpty)
        put(names, age: 7200, in: folder)
        #expect(Set(Leftovers.sweep(in: folder.path)) == Set(names))
        #expect(try folder.contents().isEmpty)
    }

    @Test func whatIsNoTemporaryStays() throws {
        let folder = try TemporaryFolder()
        let names = [
            "a.h5", ".tmp-", ".tmp-notes", "report.txt", "a.h5.tmp", ".tmp-0123456789abcd",
            "data.tmp-host-1",
        ]
        put(names, age: 7200, in: folder)
        // Neither folders nor pipes are files that a writer left.
        mkdir(folder.path(".tmp-0000000000000"), 0o755)
        mkfifo(folder.path(".tmp-1111111111111"), 0o644)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(".tmp-2222222222222"), withDestinationPath: "a.h5")
        #expect(Leftovers.sweep(in: folder.path).isEmpty)
        #expect(try folder.contents().count == names.count + 3)
    }

    @Test func aFolderThatIsNotThereHasNoLeftovers() {
        #expect(Leftovers.sweep(in: "/nowhere").isEmpty)
    }

    @Test func namesAreShortAndDiffer() {
        let names = (0..<1000).map { _ in Leftovers.randomName() }
        #expect(Set(names).count == 1000 && names.allSatisfy { $0.utf8.count == 18 })
    }

    /// A sweeper that comes between making a file and locking it makes the writer begin again.
    @Test func sweepersAndWritersSideBySide() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    for _ in 0..<60 {
                        #expect(throws: Never.self) {
                            try AtomicFile.write("\(writer)", to: "\(path)/\(writer)")
                        }
                    }
                }
            }
            group.addTask { for _ in 0..<300 { Leftovers.sweep(in: path) } }
        }
        #expect(try folder.contents() == ["0", "1", "2"])
    }
}
