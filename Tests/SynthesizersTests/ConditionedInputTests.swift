import Tensor
import Testing

@testable import Synthesizers

@Suite struct ConditionedInputTests {
    private let x = Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])

    @Test func theConditionFollowsTheState() throws {
        let input = ConditionedInput(width: 3, conditionWidth: 2, batch: 2, in: Workspace())
        let condition = Matrix(rows: 2, columns: 2, [7, 8, 9, 10])
        #expect(input.joining(x, condition).values == [1, 2, 3, 7, 8, 4, 5, 6, 9, 10])
        // Written to directly, and joined to another state.
        try #require(input.condition).fill(0)
        #expect(input.joining(x).values == [1, 2, 3, 0, 0, 4, 5, 6, 0, 0])
    }

    @Test func withoutAConditionTheStateItselfIsTheInput() {
        let input = ConditionedInput(width: 3, conditionWidth: 0, batch: 2, in: Workspace())
        #expect(input.condition == nil)
        #expect(input.joining(x, Matrix(rows: 2, columns: 0)).pointer == x.pointer)
    }
}
