import Testing

@testable import Reports

@Suite struct TextTableTests {
    private func table(_ columns: Int) -> TextTable {
        var table = PageTable(
            header: ["method"] + (1...columns).map { "truncation number \($0)" })
        table.add(["SG linear"] + (1...columns).map { "\($0).0 ± 0.5 (5)" })
        return TextTable(table)
    }

    @Test func atableThatFitsIsAsItWas() {
        #expect(table(2).lines(within: 100) == table(2).lines)
    }

    @Test func headingsBreakBetweenWords() {
        #expect(
            table(2).lines(within: 50) == [
                "                truncation     truncation",
                "  method          number 1       number 2",
                "  ---------  -------------  -------------",
                "  SG linear  1.0 ± 0.5 (5)  2.0 ± 0.5 (5)",
            ])
    }

    @Test func columnsWithoutRoomFollowBelow() {
        let lines = table(9).lines(within: 50)
        #expect(lines.allSatisfy { $0.count <= 50 })
        #expect(lines.count { $0.hasPrefix("  SG linear") } == 5)
        for column in 1...9 {
            #expect(lines.count { $0.contains("\(column).0 ± 0.5 (5)") } == 1)
        }
        // A column wider than a line stands alone.
        #expect(table(2).lines(within: 10).count { $0.hasPrefix("  SG linear") } == 2)
    }
}
