import Synthesizers
import Tensor
import Testing

@Suite struct ConditionedInputTests {
    private let x = Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
    private let condition = Matrix(rows: 2, columns: 1, [8, 9])

    @Test func rowsAreJoined() {
        let input = ConditionedInput(width: 3, conditionWidth: 1, batch: 2, in: Workspace())
        #expect(input.isConditioned && input.inputs == 4)
        #expect(input.joined(x, condition).values == [1, 2, 3, 8, 4, 5, 6, 9])
    }

    @Test func aConditionWrittenInPlaceStays() throws {
        let input = ConditionedInput(width: 3, conditionWidth: 1, batch: 2, in: Workspace())
        try #require(input.condition).copy(from: [8, 9])
        #expect(input.joined(x).values == [1, 2, 3, 8, 4, 5, 6, 9])
    }

    @Test func withoutConditionTheInputPassesThrough() {
        let input = ConditionedInput(width: 3, conditionWidth: 0, batch: 2, in: Workspace())
        #expect(!input.isConditioned && input.inputs == 3 && input.condition == nil)
        #expect(input.joined(x, condition).pointer == x.pointer)
        #expect(input.joined(x, nil).pointer == x.pointer)
    }
}
