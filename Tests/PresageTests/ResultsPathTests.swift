import Foundation
import TestSupport
import Testing

/// A results path where there can be no results: every command says so, with the real reason.
@Suite struct ResultsPathTests {
    private static let commands = ["plan", "status", "report", "run", "prune", "verify"]

    /// What stands in the way, at which part of the path.
    @Test(
        arguments: commands,
        [
            "file", "link to nothing", "link to a file", "closed", "file at the size",
            "file at the cells", "closed cells", "pipe",
        ])
    func isAnErrorThatNamesTheReason(command: String, obstacle: String) throws {
        let folder = try TemporaryFolder()
        let results = folder.path("results")
        var place = results
        switch obstacle {
        case "file at the size": place += "/smoke"
        case "file at the cells", "closed cells": place += "/smoke/copy-horizon/cells"
        default: break
        }
        try FileManager.default.createDirectory(
            at: URL(filePath: place).deletingLastPathComponent(), withIntermediateDirectories: true)
        let words: String
        switch obstacle {
        case "link to nothing":
            #expect(symlink("nowhere", place) == 0)
            words = "'\(place)' is a link to nothing"
        case "link to a file":
            try Data().write(to: URL(filePath: folder.path("file")))
            #expect(symlink("file", place) == 0)
            words = "'\(place)' is not a folder"
        case "closed", "closed cells":
            #expect(mkdir(place, 0) == 0)
            words = "'\(place)' cannot be read: Permission denied"
        case "pipe":
            #expect(mkfifo(place, 0o644) == 0)
            words = "'\(place)' is not a folder"
        default:
            try Data("mine".utf8).write(to: URL(filePath: place))
            words = "'\(place)' is not a folder"
        }
        let before = try folder.contents()
        let ending = try Tool.run(
            "\(command) copy-horizon --size smoke --set seed=0", results: results)
        #expect(ending.code == 2 && ending.output.isEmpty, "\(ending.output)")
        #expect(ending.errors.contains(words), "\(ending.errors)")
        #expect(ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
        #expect(try folder.contents() == before)
        chmod(place, 0o755)
    }

    @Test(arguments: commands) func theEmptyPathIsRefused(command: String) throws {
        let ending = try Tool.run(Tool.program, [command, "copy-horizon", "--results", ""])
        #expect(ending.code == 2 && ending.errors.contains("--results is ''"), "\(ending.errors)")
    }
}
