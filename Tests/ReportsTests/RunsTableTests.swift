import TestSupport
import Testing

@testable import Reports

@Suite struct RunsTableTests {
    private static let header = "truncation,seed,status,train_loss,wall_time_s,cell_id,failure"

    private func table(_ lines: String...) throws -> RunsTable {
        try RunsTable(csv: ([Self.header] + lines).joined(separator: "\n") + "\n")
    }

    private func compared(_ first: RunsTable, _ second: RunsTable) -> (Comparison, [String]) {
        let comparison = Comparison(first, second, names: ("a", "b"))
        return (comparison, comparison.text.split(separator: "\n").map(String.init))
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let fields = ["a,b", "say \"so\"", "two\nlines", "", "plain", "\r", "ä", "a\"\u{301},b"]
        var text = CSVText(header: fields)
        for field in fields { text.add(field) }
        text.endLine()
        #expect(try CSVReader.lines(text.text) == [fields, fields])
        #expect(
            try CSVReader.lines("\u{feff}a,b\r\n1,2\r\n\r\n3,") == [
                ["a", "b"], ["1", "2"], ["3", ""],
            ])
    }

    @Test(
        arguments: [
            ("", .noTable), ("a,b\n1,2\n", .noTable), ("status,status\n1,2\n", .noTable),
            ("seed,status\n1\n", .ragged(line: 2, fields: 1, expected: 2)),
            ("seed,status\n1,\"open\n", .unfinished(line: 2)),
        ] as [(String, RunsTableError)])
    func whatIsNoTableIsAnError(text: String, error: RunsTableError) {
        #expect(throws: error) { try RunsTable(csv: text) }
    }

    @Test func randomBytesAreNoTrap() throws {
        var numbers = TestNumbers(seed: 3)
        let letters = Array("a,\"\n\r1.0e9-statusnan\u{0}ä")
        for _ in 0..<2000 {
            let text = String((0..<40).map { _ in letters.randomElement(using: &numbers) ?? "a" })
            _ = try? RunsTable(csv: text)
            if let table = try? RunsTable(csv: "seed,status,x\n" + text) {
                _ = Comparison(table, table, names: ("a", "b")).text
            }
        }
    }

    @Test func resultsAreCounted() throws {
        let table = try table(
            "2,0,complete,1,1,x,", "2,1,diverged,,1,y,", "3,0,failed,,1,z,no", "3,1,pending,,,w,",
            "5,0,complete,1,1,x,", "5,1,unusable,,,v,no")
        #expect(table.axes == ["truncation", "seed"])
        #expect(table.quantities == ["train_loss", "wall_time_s"])
        // x is at two places.
        #expect(table.resultCount == 2)
    }

    @Test func cellsAreMatchedByTheirPlace() throws {
        let first = try table(
            "2,0,complete,1.5,1.0,,", "2,1,complete,2.5,1.0,,", "3,0,complete,3.0,1.0,,",
            "3,1,failed,,1.0,,no luck")
        let second = try table(
            "3,1,complete,4.0,2.0,,", "2,1,complete,3.5,2.0,,", "2,0,complete,1.5,2.0,,",
            "5,0,complete,9.0,2.0,,")
        let (comparison, lines) = compared(first, second)
        #expect(comparison.matchCount == 3)
        #expect(
            lines[2...3].joined(separator: " ")
                == "Cells: 3 at the same place, 1 only in A, 1 only in B. Equal in all but time: 1 of 3.  "
                + " 1 cells: failed in A, complete in B"
                || lines.contains("  1 cells: failed in A, complete in B"))
        let loss = try #require(lines.first { $0.hasPrefix("  train_loss") })
        #expect(
            loss.split(separator: " ").map(String.init)
                == ["train_loss", "1", "1", "0", "1", "2", "2.5", "0.5", "±", "0.70711"])
        #expect(lines.contains("  truncation=2 seed=1: train_loss 2.5 -> 3.5"))
        #expect(
            lines.contains("  truncation=3 seed=1: status failed -> complete, train_loss - -> 4.0"))
    }

    /// A number that is spelled in another way is the same; zeros of two signs are not.
    @Test(arguments: [
        ("1.0", "1", true), ("1e3", "1000.0", true), ("0.0", "-0.0", false),
        ("1.0", "1.0000000000000002", false),
    ])
    func equalityIsOfBits(first: String, second: String, isEqual: Bool) throws {
        let (_, lines) = compared(
            try table("2,0,complete,\(first),1.0,,"), try table("2,0,complete,\(second),1.0,,"))
        #expect(lines.contains { $0.hasSuffix(isEqual ? "1 of 1." : "0 of 1.") }, "\(lines)")
    }

    /// An axis that one table alone has is no obstacle as long as it has one value.
    @Test func furtherAxesOfOneValueAreNoObstacle() throws {
        let plain = try table("2,0,complete,1,1,,")
        let one = try RunsTable(csv: "truncation,units,seed,status,train_loss\n2,64,0,complete,1\n")
        #expect(compared(plain, one).0.matchCount == 1)
        let two = try RunsTable(
            csv: "truncation,units,seed,status,train_loss\n2,64,0,complete,1\n2,8,0,complete,1\n")
        let (comparison, lines) = compared(plain, two)
        #expect(comparison.matchCount == 0)
        #expect(lines.last == "No cells can be compared: units is an axis of b alone.")
        let elsewhere = compared(plain, try table("7,0,complete,1,1,,"))
        #expect(elsewhere.1.last == "No cells can be compared: they have no place in common.")
    }
}
