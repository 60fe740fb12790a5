import Foundation
import Testing

/// Holds the package to the table of arrows in arrows.txt.
@Suite struct ArchitectureTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What each module may import.
    private let allowed: [String: Set<String>]

    init() throws {
        let table = try String(
            contentsOf: Self.root.appending(path: "Tests/ArchitectureTests/arrows.txt"),
            encoding: .utf8)
        let lines = table.split(separator: "\n").filter { !$0.hasPrefix("#") }
        allowed = Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let parts = line.split(separator: ":", omittingEmptySubsequences: false)
                return (String(parts[0]), Set(parts[1].split(separator: " ").map(String.init)))
            })
    }

    private struct Package: Decodable {
        struct Target: Decodable {
            let name: String
            let type: String
            let path: String
            let target_dependencies: [String]?
        }

        let targets: [Target]
    }

    /// The package's targets, without those of the tests.
    private func targets() throws -> [Package.Target] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // A scratch path of its own: the usual one is locked while tests run.
        process.arguments = [
            "swift", "package", "--package-path", Self.root.path, "--scratch-path",
            FileManager.default.temporaryDirectory.appending(path: "presage-describe").path,
            "describe", "--type", "json",
        ]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let json = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Package.self, from: json).targets
            .filter { !$0.path.hasPrefix("Tests/") }
    }

    @Test func everyModuleIsInTheTable() throws {
        #expect(Set(try targets().map(\.name)) == Set(allowed.keys))
    }

    @Test func everyDeclaredArrowIsInTheTable() throws {
        for target in try targets() {
            let extra = Set(target.target_dependencies ?? []).subtracting(
                allowed[target.name] ?? [])
            #expect(extra.isEmpty, "\(target.name) depends on \(extra.sorted())")
        }
    }

    /// The compiler lets a module import whatever some other module pulls in.
    @Test func everyImportIsInTheTable() throws {
        for target in try targets() {
            let folder = Self.root.appending(path: target.path)
            for (file, module) in try imports(under: folder.resolvingSymlinksInPath()) {
                guard allowed.keys.contains(module) else { continue }
                #expect(
                    allowed[target.name]?.contains(module) == true,
                    "\(target.name): \(file) imports \(module)")
            }
        }
    }

    private func imports(under folder: URL) throws -> [(file: String, module: String)] {
        let names = FileManager.default.subpaths(atPath: folder.path) ?? []
        return try names.filter { $0.hasSuffix(".swift") }.flatMap { name in
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            return text.split(separator: "\n").compactMap { line in
                line.firstMatch(of: /^(?:@\w+ )*import (\w+)/).map { (name, String($0.1)) }
            }
        }
    }
}
