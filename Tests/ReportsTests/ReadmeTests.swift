import Foundation
import Testing

@testable import Reports

/// What README.md says of the reference results is what their reports found.
@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A row of the table of claims: the statement, what came out, and the folder that its page is in.
    struct Row: Sendable, CustomStringConvertible {
        let statement, verdict, effect, seeds, folder: String

        var description: String { statement }
    }

    private static let rows: [Row] = {
        let text =
            (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let entries = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard entries.count == 5,
                let link = entries[4].firstMatch(of: /\]\((results\/.*)\/report\.txt\)/)
            else { return nil }
            return Row(
                statement: entries[0], verdict: entries[1], effect: entries[2], seeds: entries[3],
                folder: String(link.1))
        }
    }()

    @Test func theTableIsFound() {
        #expect(Self.rows.count >= 5)
    }

    @Test(arguments: rows) func aRowSaysWhatTheReportFound(row: Row) throws {
        let path = Self.root.appending(path: "\(row.folder)/claims.json")
        let file = try ClaimsFile(json: try Data(contentsOf: path))
        let claim = try #require(
            file.claims.first { "\($0.statement.dropLast())" == row.statement }, "\(row.folder)")
        let found = ClaimRow(claim)
        #expect(row.verdict == found.verdict)
        let effects = found.effects.joined(separator: "; ")
        #expect(row.effect == (effects.isEmpty ? "on its page" : effects))
        #expect(row.seeds == found.seeds)
    }
}
