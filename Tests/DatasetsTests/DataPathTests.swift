import Foundation
import TestSupport
import Testing

@testable import Datasets

/// What a path may lead to: an error in a line, at once, unless it is an ordinary file or folder.
@Suite struct DataPathTests {
    private func error(_ path: String) -> DataError? {
        let start = ContinuousClock.now
        var errors: [DataError] = []
        do { _ = try TextSource.read(path) } catch { errors.append(error) }
        do { _ = try ImageSource.read(path) } catch { errors.append(error) }
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(errors.count == 2)
        for error in errors { #expect(!error.description.contains { $0.isNewline }) }
        return errors.first
    }

    @Test func devicesArePassedBy() {
        for path in ["/dev/zero", "/dev/null", "/dev/full", "/dev/tty", "/dev/random"] {
            #expect(error(path) == .notAFile(path, .device))
        }
    }

    @Test func pipesAndSocketsArePassedBy() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(error(pipe) == .notAFile(pipe, .pipe))
        let link = folder.path("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: pipe)
        #expect(error(link) == .notAFile(link, .pipe))
        // As a part of a set.
        let name = PennTreebank.training
        try FileManager.default.moveItem(atPath: pipe, toPath: folder.path(name))
        #expect(error(folder.path) == .notAFile(folder.path + "/" + name, .pipe))
    }

    /// Files of /proc say that they are empty, and some never end.
    @Test(arguments: ["/proc/self/environ", "/proc/self/smaps", "/proc/version"])
    func filesOfTheKernelAreNoData(path: String) {
        #expect(error(path) == .changed(path, size: 0))
    }

    @Test func linksThatLeadNowhereOrInCirclesAreErrors() throws {
        let folder = try TemporaryFolder()
        let (dangling, circle) = (folder.path("dangling"), folder.path("circle"))
        try FileManager.default.createSymbolicLink(
            atPath: dangling, withDestinationPath: folder.path("nothing"))
        try FileManager.default.createSymbolicLink(atPath: circle, withDestinationPath: circle)
        #expect(error(dangling) == .missing(dangling, .text))
        #expect(
            error(circle)
                == .unreadable(circle, reason: "Too many levels of symbolic links"))
        let long = String(repeating: "x", count: 300)
        #expect(error(long) == .unreadable(long, reason: "File name too long"))
        #expect(error(#filePath + "/x") == .missing(#filePath + "/x", .text))
        #expect(error("") == .missing("", .text))
    }

    /// A path is a file's name and nothing else.
    @Test(arguments: [
        "|cat /etc/hostname", "-", "--help", "~", "~/text", "a\nb", "a\rb\u{1b}[31m", "$(id)",
        "file:///etc/hostname", "a\u{2028}b", "'; x", "%s%n",
    ])
    func aPathIsAFileName(path: String) throws {
        #expect(error(path) == .missing(path, .text))
        let folder = try TemporaryFolder()
        let text = String(repeating: "ab ", count: 30)
        let inside = folder.path + "/" + path.replacing("/", with: ":")
        try Data(text.utf8).write(to: URL(filePath: inside))
        guard case .whole(let read) = try TextSource.read(inside).parts else {
            Issue.record("a file is read as several")
            return
        }
        #expect(read == text)
    }

    @Test func aPathEndsAtNoZeroByte() throws {
        try withFolder(["text": Array("some text".utf8)]) { folder in
            let path = folder + "/text\0.txt"
            #expect(error(path) == .missing(path, .text))
        }
    }

    /// The size is known before anything is allocated: these take no room on disk.
    @Test func aFileAboveTheLimitIsNotRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("huge")
        for size in [TextFile.limit + 1, 1 << 40] {
            try Data().write(to: URL(filePath: path))
            #expect(truncate(path, size) == 0)
            #expect(throws: DataError.tooLarge(path, limit: 256 << 20)) {
                try TextSource.read(path)
            }
        }
        try FileManager.default.moveItem(
            atPath: path, toPath: folder.path(IDXFolder.training.images))
        let images = folder.path + "/" + IDXFolder.training.images
        #expect(throws: DataError.tooLarge(images, limit: 512 << 20)) {
            try ImageSource.read(folder.path)
        }
    }
}
