import Foundation
import Store
import Sweeps
import TestSupport
import Testing

@testable import Engine

@Suite struct CellClaimTests {
    private func folder(_ root: borrowing TemporaryFolder) throws -> ResultsFolder {
        let folder = ResultsFolder(root: root.path, size: .smoke, experiment: "sample")
        try folder.prepare()
        return folder
    }

    private func locks(_ folder: ResultsFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("locks"))
    }

    /// Writes a lock file that nobody has open, last touched so many seconds ago.
    private func leave(_ text: String, age: Double, in folder: ResultsFolder) throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("locks"), withIntermediateDirectories: true)
        let path = folder.file("locks/a.lock")
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    }

    private static let ours = "machine \(Machine.current.identifier)\nhost here\nprocess 1\n"
    private static let other = "machine 0d9f\nhost \(Machine.current.host)\nprocess \(getpid())\n"

    @Test func isHeldByOneAtATime() throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        let first = try #require(try CellClaim.take("a", in: folder))
        #expect(first.isLocked)
        #expect(try CellClaim.take("a", in: folder) == nil)
        let second = try #require(try CellClaim.take("b", in: folder))
        first.release()
        #expect(try locks(folder) == ["b.lock"])
        let again = try #require(try CellClaim.take("a", in: folder))
        second.release()
        // Once more changes nothing.
        first.release()
        #expect(try CellClaim.take("a", in: folder) == nil)
        again.release()
        #expect(try locks(folder).isEmpty)
    }

    @Test func endsWithItsOwner() throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        do { #expect(try CellClaim.take("a", in: folder) != nil) }
        #expect(try locks(folder).isEmpty)
    }

    @Test func namesItsHolder() throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        let claim = try #require(try CellClaim.take("a", in: folder))
        let text = try String(contentsOfFile: folder.file("locks/a.lock"), encoding: .utf8)
        #expect(text.hasPrefix("machine \(Machine.current.identifier)\nhost "))
        #expect(text.contains("\nprocess \(getpid())\nsince 20"))
        claim.release()
    }

    /// A lock file is taken over when its holder is gone: at once where that is known.
    @Test(
        arguments: [
            (ours, 0.0, true), (ours, 1000, true), (other, 0, false), (other, 55, false),
            (other, 65, true), ("", 0, false), ("", 3, true), ("garbage\n", 3, true),
            (String(repeating: "x", count: 100_000), 3, true), (other, -1000, false),
        ])
    func deadHoldersAreFollowed(text: String, age: Double, isTaken: Bool) throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        try leave(text, age: age, in: folder)
        let claim = try CellClaim.take("a", in: folder)
        #expect((claim != nil) == isTaken)
        #expect(try locks(folder) == ["a.lock"])
        claim?.release()
        #expect(try locks(folder).isEmpty == isTaken)
    }

    @Test(arguments: [(ours, 55.0, false), (ours, 65, true), (other, 65, true), ("", 1, false)])
    func withoutLocksTheTouchCounts(text: String, age: Double, isTaken: Bool) throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        try leave(text, age: age, in: folder)
        func take() throws -> CellClaim? {
            try CellClaim.take("a", in: folder, machine: .current) { _ in .unsupported }
        }
        let claim = try take()
        #expect((claim != nil) == isTaken)
        #expect(claim.map(\.isLocked) != true)
        // A new claim of one's own is as good.
        #expect(try take() == nil)
        claim?.release()
    }

    /// The lock lives as long as a process that inherited the file, whatever became of its parent.
    @Test func livesAsLongAsTheCell() throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        let path = folder.file("locks/a.lock")
        try leave(Self.ours, age: 0, in: folder)
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, descriptor, 99)
        var child: pid_t = 0
        let words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("60"), nil]
        defer { for word in words { free(word) } }
        #expect(posix_spawnp(&child, "sleep", &actions, nil, words, environ) == 0)
        posix_spawn_file_actions_destroy(&actions)
        close(descriptor)
        #expect(try CellClaim.take("a", in: folder) == nil)
        kill(child, SIGKILL)
        waitpid(child, nil, 0)
        #expect(try CellClaim.take("a", in: folder) != nil)
    }

    @Test func manyTakersAtOnceAreOneAfterTheOther() throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        let path = folder.file("inside")
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            var won = 0
            while won < 50 {
                guard let claim = try? CellClaim.take("a", in: folder) else { continue }
                won += 1
                // Fails when another is inside.
                #expect(mkdir(path, 0o755) == 0)
                #expect(rmdir(path) == 0)
                claim.release()
            }
        }
        #expect(try locks(folder).isEmpty)
    }

    @Test func sweepingRemovesTheDeadOnly() throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        let claim = try #require(try CellClaim.take("b", in: folder))
        try leave(Self.ours, age: 0, in: folder)
        for name in ["c.lock", "gone-1f", "clock-2e", "notes.txt"] {
            try Data().write(to: URL(filePath: folder.file("locks/\(name)")))
        }
        CellClaim.sweep(in: folder)
        #expect(try Set(locks(folder)) == ["b.lock", "c.lock", "notes.txt"])
        #expect(try CellClaim.take("b", in: folder) == nil)
        claim.release()
    }

    @Test(arguments: ["folder", "pipe", "link", "unwritable"])
    func whatIsNoLockFileIsAnErrorThatNamesIt(obstacle: String) throws {
        let root = try TemporaryFolder()
        let folder = try folder(root)
        let path = folder.file("locks/a.lock")
        #expect(mkdir(folder.file("locks"), 0o755) == 0)
        switch obstacle {
        case "folder": #expect(mkdir(path, 0o755) == 0)
        case "pipe": #expect(mkfifo(path, 0o644) == 0)
        case "link": #expect(symlink("/nowhere/at/all", path) == 0)
        default:
            #expect(rmdir(folder.file("locks")) == 0)
            try Data().write(to: URL(filePath: folder.file("locks")))
        }
        #expect { try CellClaim.take("a", in: folder) } throws: { "\($0)".contains(path) }
    }
}
