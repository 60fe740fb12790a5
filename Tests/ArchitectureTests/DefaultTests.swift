import Testing

/// Words become behaviour by `switch` over all of them: a new word must not compile until it has a
/// meaning everywhere. These modules have no `default:` but those that defaults.txt excuses.
@Suite struct DefaultTests {
    private static let modules = ["Vocabulary", "Sweeps", "Presage", "Reports", "Engine"]

    @Test func everyDefaultIsExcused() throws {
        let excused = Dictionary(grouping: try SourceTree.table("defaults.txt"), by: \.name)
        for file in try Self.modules.flatMap({ try SourceTree.swiftFiles(under: "Sources/\($0)") })
        {
            let places = file.lines.indices.filter { Self.isDefault(file.lines[$0]) }
            let count = excused[file.path]?.count ?? 0
            #expect(
                places.count == count,
                "\(file.path) has default: in lines \(places.map { $0 + 1 }), \(count) excused")
        }
    }

    @Test func everyExcuseHasAFileAndAReason() throws {
        for (name, reason) in try SourceTree.table("defaults.txt") {
            let lines = try SourceTree.lines(of: name)
            #expect(!lines.isEmpty)
            #expect(reason.contains { $0 != " " }, "\(name) has no reason")
        }
    }

    /// Whether a line begins a default branch; an argument of that label ends in a comma.
    private static func isDefault(_ line: Substring) -> Bool {
        line.firstMatch(of: /^\s*(?:@unknown )?default:/) != nil && line.last != ","
    }
}
