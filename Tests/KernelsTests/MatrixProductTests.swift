import Kernels
import TestSupport
import Testing

@Suite struct MatrixProductTests {
    /// (columns, rows) of a (rows, columns) array.
    private func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
        (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
    }

    /// The rows of an array, three numbers further apart.
    private func spread(_ values: [Float], columns: Int) -> [Float] {
        stride(from: 0, to: values.count, by: columns).flatMap {
            Array(values[$0..<$0 + columns]) + [99, 99, 99]
        }
    }

    @Test(
        arguments: [
            (1, 1, 1), (3, 5, 7), (16, 64, 32), (32, 256, 65), (5, 1, 40), (21, 50, 300),
            (70, 33, 530), (290, 40, 20),
        ],
        [(false, false), (false, true), (true, false), (true, true)])
    func everyTranspositionWithStridesAndAccumulation(
        shape: (rows: Int, columns: Int, inner: Int), transposition: (a: Bool, b: Bool)
    ) {
        let (rows, columns, inner) = shape
        var numbers = TestNumbers(seed: UInt64(rows + columns + inner))
        let a = numbers.floats(rows * inner)
        let b = numbers.floats(inner * columns)
        let c = numbers.floats(rows * columns)
        let stored = (
            a: transposition.a ? transposed(a, rows: rows, columns: inner) : a,
            b: transposition.b ? transposed(b, rows: inner, columns: columns) : b
        )
        let widths = (a: transposition.a ? rows : inner, b: transposition.b ? inner : columns)
        let (spreadA, spreadB) = (
            spread(stored.a, columns: widths.a), spread(stored.b, columns: widths.b)
        )
        for accumulating in [false, true] {
            var result = Guarded(spread(c, columns: columns))
            result.modify { target in
                spreadA.withUnsafeBufferPointer { a in
                    spreadB.withUnsafeBufferPointer { b in
                        guard let a = a.baseAddress, let b = b.baseAddress else { return }
                        MatrixProduct.multiply(
                            rows: rows, columns: columns, inner: inner,
                            .init(a, stride: widths.a + 3, transposed: transposition.a),
                            .init(b, stride: widths.b + 3, transposed: transposition.b),
                            into: target, stride: columns + 3, accumulating: accumulating)
                    }
                }
            }
            let start = accumulating ? c : [Float](repeating: 0, count: c.count)
            let exact = KernelReference.matrixProduct(
                rows: rows, columns: columns, inner: inner, a, b, addedTo: start)
            let wide = result.values
            let product = (0..<rows).flatMap {
                wide[$0 * (columns + 3)..<$0 * (columns + 3) + columns]
            }
            #expect(relativeError(Array(product), exact) < 2e-6)
            #expect((0..<rows).allSatisfy { wide[$0 * (columns + 3) + columns] == 99 })
        }
    }

    /// Every element is a chain of fused multiply-adds over 256 steps at a time, the chains added up in
    /// order: whatever tile it lies in, and however the factors are copied or turned round for it.
    @Test(
        arguments: InstructionSet.supported,
        [
            // Tiles and their edges, 16 columns and fewer, a panel that is copied.
            (11, 31, 9), (13, 10, 70), (30, 48, 300), (7, 16, 256),
            // A few rows by a transposed B, at most 64 and more.
            (5, 100, 300), (33, 97, 17), (64, 96, 257), (65, 96, 40),
            // Rows of A 4 KiB apart.
            (67, 257, 1024), (64, 256, 1024),
        ])
    func bitsAreThoseOfChainsInOrder(
        on instructions: InstructionSet, shape: (rows: Int, columns: Int, inner: Int)
    ) {
        let (rows, columns, inner) = shape
        var numbers = TestNumbers(seed: UInt64(rows * columns + inner))
        let a = numbers.floats(rows * inner)
        let b = numbers.floats(inner * columns)
        let start = numbers.floats(rows * columns)
        let (turnedA, turnedB) = (
            transposed(a, rows: rows, columns: inner), transposed(b, rows: inner, columns: columns)
        )
        let exact = chains(rows: rows, columns: columns, inner: inner, a, turnedB, addedTo: start)
        for (aTransposed, bTransposed) in [
            (false, false), (false, true), (true, false), (true, true),
        ] {
            var result = Guarded(start)
            result.modify { target in
                instructions.kernels.matrixProduct(
                    rows, columns, inner, aTransposed ? turnedA : a, aTransposed ? rows : inner,
                    aTransposed, bTransposed ? turnedB : b, bTransposed ? inner : columns,
                    bTransposed, target, columns, true)
            }
            #expect(
                result.values.map(\.bitPattern) == exact.map(\.bitPattern),
                "A transposed: \(aTransposed), B transposed: \(bTransposed)")
        }
    }

    /// start + A·B by one chain a step of 256; B is given transposed, (columns, inner).
    private func chains(
        rows: Int, columns: Int, inner: Int, _ a: [Float], _ b: [Float], addedTo start: [Float]
    ) -> [Float] {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                start.indices.map { element in
                    let (row, column) = (element / columns, element % columns)
                    var sum = start[element]
                    for first in stride(from: 0, to: inner, by: 256) {
                        var chain: Float = 0
                        for step in first..<min(first + 256, inner) {
                            chain.addProduct(a[row * inner + step], b[column * inner + step])
                        }
                        sum += chain
                    }
                    return sum
                }
            }
        }
    }

    @Test func noRowsIsNoWork() {
        var result = Guarded([5])
        result.modify {
            MatrixProduct.multiply(
                rows: 0, columns: 1, inner: 1, .init($0, stride: 1), .init($0, stride: 1),
                into: $0, stride: 1)
        }
        #expect(result.values == [5])
    }
}
