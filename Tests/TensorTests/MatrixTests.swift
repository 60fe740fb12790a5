import TestSupport
import Tensor
import Testing

@Suite struct MatrixTests {
    @Test func slicesAliasTheirOwner() {
        let matrix = Matrix(rows: 3, columns: 4, (0..<12).map(Float.init))
        let corner = matrix.rows(1..<3).columns(2..<4)
        #expect(corner.values == [6, 7, 10, 11])
        #expect(corner.stride == 4 && !corner.isContiguous)
        corner.fill(-1)
        #expect(matrix.values == [0, 1, 2, 3, 4, 5, -1, -1, 8, 9, -1, -1])
        corner.copy(from: Matrix(rows: 2, columns: 2, [20, 21, 22, 23]))
        #expect(matrix[2, 3] == 23)
    }

    @Test func aViewKeepsItsMemory() {
        func view() -> Matrix { Matrix(rows: 2, columns: 2, [1, 2, 3, 4]).rows(1..<2) }
        #expect(view().values == [3, 4])
    }

    @Test func productsOfStridedViews() {
        let states = Matrix(rows: 2, columns: 4, [1, 2, 9, 9, 3, 4, 9, 9])
        let weights = Matrix(rows: 2, columns: 2, [1, 0, 1, 1])
        let result = Matrix(rows: 2, columns: 2, [10, 10, 10, 10])
        result.multiply(states.columns(0..<2), by: weights, accumulating: true)
        #expect(result.values == [13, 12, 17, 14])
        result.multiply(states.columns(0..<2), transposed: true, by: weights, byTransposed: true)
        #expect(result.values == [1, 4, 2, 6])
    }

    @Test func workspaceMatricesAreAlignedZeroAndApart() {
        let workspace = Workspace()
        let matrices = (1..<40).map { workspace.matrix($0, 7000) }
        for (index, matrix) in matrices.enumerated() {
            #expect(UInt(bitPattern: matrix.pointer) % 64 == 0)
            #expect(matrix.sumOfSquares == 0)
            matrix.fill(Float(index))
        }
        #expect(
            matrices.enumerated().allSatisfy {
                $1.values.allSatisfy { [index = $0] in $0 == Float(index) }
            })
        #expect(workspace.bytes == (1..<40).reduce(0) { $0 + 4 * 7000 * $1 })
    }

    @Test func parametersAreNamedViewsOfOneBuffer() {
        let parameters = Parameters([
            .init("W", ["row": 2, "column": 3]), .init("b", ["column": 3]),
        ])
        parameters["b"].copy(from: [7, 8, 9])
        #expect(parameters.flat.values == [0, 0, 0, 0, 0, 0, 7, 8, 9])
        #expect(parameters["W"].shape == "2x3" && parameters["b"].shape == "1x3")
        let twin = parameters.zerosLike()
        #expect(twin.blocks == parameters.blocks && twin.flat.sumOfSquares == 0)
        twin.copy(from: parameters)
        #expect(twin["b"].values == [7, 8, 9])
    }
}
