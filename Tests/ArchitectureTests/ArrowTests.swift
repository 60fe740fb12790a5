import Foundation
import Testing

/// Holds the package to the table of arrows in arrows.txt: an arrow, a declared dependency and an
/// import are one and the same. Other packages are left aside.
@Suite struct ArrowTests {
    /// The modules that each module imports.
    private let arrows: [String: Set<String>]
    /// The package's targets without those of the tests, and these.
    private let targets: [Package.Target]
    private let tests: [Package.Target]

    private struct Package: Decodable {
        struct Target: Decodable {
            let name: String
            let path: String
            let target_dependencies: [String]?
        }

        let targets: [Target]
    }

    init() throws {
        let leavesOut = ProcessInfo.processInfo.environment["PRESAGE_MPI"] != "1"
        arrows = Dictionary(
            uniqueKeysWithValues: try SourceTree.table("arrows.txt").map { name, words in
                (name, Set(words.split(separator: " ").map(String.init)))
            }
        ).filter { !(leavesOut && Self.withMPI.contains($0.key)) }
            .mapValues { leavesOut ? $0.subtracting(Self.withMPI) : $0 }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // A scratch path of its own: the usual one is locked while tests run.
        process.arguments = [
            "swift", "package", "--package-path", SourceTree.root.path, "--scratch-path",
            FileManager.default.temporaryDirectory.appending(path: "presage-describe").path,
            "describe", "--type", "json",
        ]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let json = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let all = try JSONDecoder().decode(Package.self, from: json).targets
        targets = all.filter { !$0.path.hasPrefix("Tests/") }
        tests = all.filter { $0.path.hasPrefix("Tests/") }
    }

    /// The modules that the package has only where Open MPI is installed.
    private static let withMPI: Set = ["CMPI", "MPIChannels"]

    private let importing: Regex<(Substring, Substring)> =
        /^\s*(?:@\w+\s+|\w+\s+)*import (?:\w+ )?(\w+)/

    /// A test of a module that its target does not name is not compiled anew with that module.
    @Test func testsDependOnWhatTheyImport() throws {
        #expect(tests.count > 10)
        for target in tests {
            expect(
                target.name, "imports", try imports(of: target, matching: importing),
                Set(target.target_dependencies ?? []))
        }
    }

    @Test func arrowsDependenciesAndImportsAreTheSame() throws {
        #expect(Set(targets.map(\.name)) == Set(arrows.keys))
        let exports = try Dictionary(
            uniqueKeysWithValues: targets.map { target in
                (target.name, try imports(of: target, matching: /@_exported import (\w+)/))
            })
        for target in targets {
            let arrows = arrows[target.name] ?? []
            // A module that another re-exports may be named as well, for the build to watch it.
            let watched = arrows.reduce(into: Set()) { $0.formUnion(exports[$1] ?? []) }
            let dependencies = Set(target.target_dependencies ?? [])
            expect(
                target.name, "depends on", dependencies.subtracting(watched.subtracting(arrows)),
                arrows)
            expect(
                target.name, "imports",
                try imports(of: target, matching: importing), arrows)
        }
    }

    /// Expects two sets to be equal, and names the members of only one.
    private func expect(
        _ target: String, _ verb: String, _ found: Set<String>, _ arrows: Set<String>
    ) {
        let extra = found.subtracting(arrows).sorted()
        let unused = arrows.subtracting(found).sorted()
        #expect(extra.isEmpty, "\(target) \(verb) \(extra), which is written nowhere")
        #expect(unused.isEmpty, "it is written that \(target) \(verb) \(unused), in vain")
    }

    /// The modules of the table that the files of a target import. The compiler would let a target
    /// import whatever some other one pulls in.
    private func imports(
        of target: Package.Target, matching pattern: Regex<(Substring, Substring)>
    ) throws -> Set<String> {
        // A folder of kernels is a link to the one that has the files.
        let folder = SourceTree.root.appending(path: target.path).resolvingSymlinksInPath()
        let path = folder.path.dropFirst(SourceTree.root.path.count).drop { $0 == "/" }
        let modules = try SourceTree.swiftFiles(under: String(path)).flatMap(\.lines)
            .compactMap { line in line.firstMatch(of: pattern).map { String($0.1) } }
        return Set(modules).intersection((targets + tests).map(\.name))
    }
}
