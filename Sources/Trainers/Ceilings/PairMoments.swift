import Tensor

/// The first and second moments of pairs of an input x and a target y, in float64: all that a linear
/// fit to the pairs, and a judgement of one by them, needs of them.
///
/// Shapes: x (X), y (Y), both rows of matrices. Memory: X·(X + Y) numbers, however many pairs there are.
package struct PairMoments {
    /// The number of components X of an input.
    package let inputs: Int
    /// The number of components Y of a target.
    package let targets: Int
    /// The number of pairs.
    package private(set) var count = 0
    /// Σ x, (X).
    private(set) var inputSums: [Double]
    /// Σ y, (Y).
    private(set) var targetSums: [Double]
    /// Σ y², (Y).
    private(set) var targetSquares: [Double]
    /// Σ x·xᵀ, (X, X), of which only the lower triangle is filled.
    private(set) var inputProducts: [Double]
    /// Σ x·yᵀ, (X, Y).
    private(set) var crossProducts: [Double]

    /// No pairs yet.
    package init(inputs: Int, targets: Int) {
        (self.inputs, self.targets) = (inputs, targets)
        inputSums = [Double](repeating: 0, count: inputs)
        targetSums = [Double](repeating: 0, count: targets)
        targetSquares = targetSums
        inputProducts = [Double](repeating: 0, count: inputs * inputs)
        crossProducts = [Double](repeating: 0, count: inputs * targets)
    }

    /// Adds some pairs.
    /// - Parameters:
    ///   - x: inputs, (rows, X).
    ///   - y: targets in one or several matrices side by side, (rows, Y) all together.
    ///   - rows: those to be added.
    package mutating func add(_ x: Matrix, _ y: [Matrix], rows: some Sequence<Int>) {
        precondition(
            x.columns == inputs && y.reduce(0) { $0 + $1.columns } == targets,
            "pairs of \(x.columns) inputs and \(y.map(\.columns)) targets, not \(inputs) and "
                + "\(targets)")
        let rows = Array(rows)
        let xs = Self.doubles([x], rows)
        let ys = Self.doubles(y, rows)
        count += rows.count
        for row in rows.indices {
            for i in 0..<inputs { inputSums[i] += xs[row * inputs + i] }
            for j in 0..<targets {
                let value = ys[row * targets + j]
                targetSums[j] += value
                targetSquares[j] += value * value
            }
        }
        // A row of the sums stays near while all pairs are added to it.
        for i in 0..<inputs {
            for row in rows.indices {
                let value = xs[row * inputs + i]
                Self.add(value, xs, row * inputs, to: &inputProducts, i * inputs, count: i + 1)
                Self.add(value, ys, row * targets, to: &crossProducts, i * targets, count: targets)
            }
        }
    }

    /// The numbers of some rows of matrices that stand side by side.
    private static func doubles(_ matrices: [Matrix], _ rows: [Int]) -> [Double] {
        rows.flatMap { row in
            matrices.flatMap { $0.rows(row..<row + 1).values.map(Double.init) }
        }
    }

    /// Adds factor·source to a stretch of numbers.
    @inline(__always)
    private static func add(
        _ factor: Double, _ source: [Double], _ first: Int, to sums: inout [Double], _ start: Int,
        count: Int
    ) {
        source.withUnsafeBufferPointer { source in
            sums.withUnsafeMutableBufferPointer { sums in
                for index in 0..<count { sums[start + index] += factor * source[first + index] }
            }
        }
    }

    /// The moments of two sets of pairs together.
    package static func + (a: PairMoments, b: PairMoments) -> PairMoments {
        func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(+) }
        var both = a
        both.count += b.count
        both.inputSums = sum(a.inputSums, b.inputSums)
        both.targetSums = sum(a.targetSums, b.targetSums)
        both.targetSquares = sum(a.targetSquares, b.targetSquares)
        both.inputProducts = sum(a.inputProducts, b.inputProducts)
        both.crossProducts = sum(a.crossProducts, b.crossProducts)
        return both
    }
}
