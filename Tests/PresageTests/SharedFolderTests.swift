import Foundation
import Store
import TestSupport
import Testing

/// Several runs at once on one folder share the cells: each is computed once, and all runs end with
/// the whole report.
@Suite struct SharedFolderTests {
    private static let sweep = [
        "copy-horizon", "--size", "smoke", "--set", "truncation=2,3", "--set", "seed=0,1,2,3",
        "--set", "budget=400",
    ]
    private static let cellCount = 24

    /// A run that goes on while the test does.
    private final class Run {
        let process = Process()
        private let output: URL
        private let errors: URL

        init(_ number: Int, _ words: [String], in folder: borrowing TemporaryFolder) throws {
            output = URL(filePath: folder.path("output-\(number)"))
            errors = URL(filePath: folder.path("errors-\(number)"))
            for url in [output, errors] { try Data().write(to: url) }
            process.executableURL = URL(filePath: words[0])
            process.arguments = Array(words.dropFirst())
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
        }

        func wait() throws -> (code: Int32, output: String, errors: String) {
            let deadline = DispatchWorkItem { [process] in process.terminate() }
            DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: deadline)
            process.waitUntilExit()
            deadline.cancel()
            return (
                process.terminationStatus, try String(contentsOf: output, encoding: .utf8),
                try String(contentsOf: errors, encoding: .utf8)
            )
        }
    }

    private static func words(_ results: String) -> [String] {
        [Tool.program, "run"] + sweep + ["--results", results, "--jobs", "2", "--log", "json"]
    }

    private func cells(_ results: String) throws -> [String: Group] {
        let folder = "\(results)/smoke/copy-horizon/cells"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                var root = try HDF5File.read("\(folder)/\(name)")
                for attribute in Provenance.attributeNames { root.attributes[attribute] = nil }
                return (name, root)
            })
    }

    /// How many cells a run says to have begun.
    private func computed(_ errors: String) -> Int {
        errors.split(separator: "\n").count { $0.contains("\"cell_began\"") }
    }

    @Test(arguments: [2, 4]) func eachCellIsComputedOnce(count: Int) throws {
        let folder = try TemporaryFolder()
        let results = folder.path("results")
        let runs = try (0..<count).map { try Run($0, Self.words(results), in: folder) }
        let endings = try runs.map { try $0.wait() }
        for ending in endings {
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(ending.output.contains("\(Self.cellCount) complete"), "\(ending.output)")
        }
        let counts = endings.map { computed($0.errors) }
        #expect(counts.reduce(0, +) == Self.cellCount, "\(counts)")
        let alone = folder.path("alone")
        let single = try Run(9, Self.words(alone), in: folder).wait()
        #expect(single.code == 0 && computed(single.errors) == Self.cellCount)
        #expect(try cells(results) == cells(alone))
        let locks = try? FileManager.default.contentsOfDirectory(
            atPath: "\(results)/smoke/copy-horizon/locks")
        #expect(locks ?? [] == [])
    }

    /// The cells of a run that dies are taken over by the other.
    @Test func theCellsOfADeadRunAreTakenOver() throws {
        let folder = try TemporaryFolder()
        let results = folder.path("results")
        let (first, second) = (
            try Run(0, Self.words(results), in: folder), try Run(1, Self.words(results), in: folder)
        )
        Thread.sleep(forTimeInterval: 0.7)
        kill(first.process.processIdentifier, SIGKILL)
        let ending = try second.wait()
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.contains("\(Self.cellCount) complete"), "\(ending.output)")
        #expect(try cells(results).count == Self.cellCount)
        _ = try first.wait()
    }

    /// Process numbers are the same in two namespaces, and so is the host's name.
    @Test func runsInTwoProcessNamespacesShareAFolder() throws {
        let unshare = ["unshare", "--pid", "--fork", "--kill-child"]
        guard try Tool.run("/usr/bin/env", unshare + ["true"]).code == 0 else {
            print("skipped: no process namespaces may be made here")
            return
        }
        let folder = try TemporaryFolder()
        let results = folder.path("results")
        let words = ["/usr/bin/env"] + unshare + Self.words(results)
        let runs = try (0..<2).map { try Run($0, words, in: folder) }
        let endings = try runs.map { try $0.wait() }
        #expect(endings.allSatisfy { $0.code == 0 }, "\(endings.map(\.errors))")
        #expect(endings.map { computed($0.errors) }.reduce(0, +) == Self.cellCount)
    }
}
