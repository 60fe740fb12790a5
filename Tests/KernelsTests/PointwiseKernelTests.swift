import Kernels
import TestSupport
import Testing

/// Array sizes below, at and above a vector, and 0.
let awkwardSizes = [0, 1, 3, 15, 16, 17, 31, 64, 100]

/// An array with guard numbers behind it: writing past the end is found.
struct Guarded {
    private static let canary: [Float] = (0..<16).map { Float(1000 + $0) }
    private var storage: [Float]

    init(_ values: [Float]) { storage = values + Self.canary }

    init(count: Int) { self.init([Float](repeating: 0, count: count)) }

    /// Calls `body` with the memory; fails the test when the guards changed.
    mutating func modify<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
        let result = storage.withUnsafeMutableBufferPointer { buffer in
            withExtendedLifetime(buffer) { buffer.baseAddress.map(body) }
        }
        #expect(Array(storage.suffix(16)) == Self.canary, "written past the end")
        guard let result else { preconditionFailure("no memory") }
        return result
    }

    var values: [Float] { Array(storage.dropLast(16)) }
}

@Suite struct PointwiseKernelTests {
    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func scaleAndAddScaled(on instructions: InstructionSet, count: Int) {
        var numbers = TestNumbers(seed: UInt64(count))
        let (x, y) = (numbers.floats(count), numbers.floats(count))
        var scaled = Guarded(x)
        scaled.modify { instructions.kernels.scale(count, 0.3, $0) }
        #expect(scaled.values == x.map { 0.3 * $0 })
        var sum = Guarded(y)
        sum.modify { instructions.kernels.addScaled(count, 0.3, x, $0) }
        #expect(
            relativeError(
                sum.values, zip(x, y).map { Double(Float(0.3)) * Double($0) + Double($1) }) < 1e-7)
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func rectifyAndItsBackward(on instructions: InstructionSet, count: Int) {
        var numbers = TestNumbers(seed: UInt64(count))
        let (x, gradients) = (numbers.floats(count), numbers.floats(count))
        var rectified = Guarded(x)
        rectified.modify { instructions.kernels.rectify(count, $0) }
        #expect(rectified.values == x.map { max($0, 0) })
        var backward = Guarded(gradients)
        let activations = rectified.values
        backward.modify { instructions.kernels.rectifyBackward(count, activations, $0) }
        #expect(backward.values == zip(x, gradients).map { $0 > 0 ? $1 : 0 })
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func differenceAndSumOfSquares(on instructions: InstructionSet, count: Int) {
        var numbers = TestNumbers(seed: UInt64(count))
        let (a, b) = (numbers.floats(count), numbers.floats(count))
        var differences = Guarded(count: count)
        let sum = differences.modify { instructions.kernels.difference(count, 2, a, b, $0) }
        let exact = zip(a, b).map { Double($0 - $1) }
        #expect(relativeError(differences.values, exact.map { 2 * $0 }) < 1e-7)
        #expect(abs(sum - exact.reduce(0) { $0 + $1 * $1 }) <= 1e-12 * sum)
        let squares = instructions.kernels.sumOfSquares(count, a)
        #expect(abs(squares - a.reduce(0.0) { $0 + Double($1) * Double($1) }) <= 1e-12 * squares)
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func biasAndColumnSums(on instructions: InstructionSet, columns: Int) {
        var numbers = TestNumbers(seed: UInt64(columns))
        let matrix = numbers.floats(3 * columns)
        let bias = numbers.floats(columns)
        var biased = Guarded(matrix)
        biased.modify { instructions.kernels.addBias(3, columns, $0, bias) }
        #expect(biased.values == (0..<3 * columns).map { matrix[$0] + bias[$0 % columns] })
        var sums = Guarded(bias)
        sums.modify { instructions.kernels.addColumnSums(3, columns, matrix, $0) }
        let exact = (0..<columns).map { column in
            (0..<3).reduce(Double(bias[column])) { $0 + Double(matrix[$1 * columns + column]) }
        }
        #expect(relativeError(sums.values, exact) < 1e-6)
        let other = numbers.floats(3 * columns)
        sums = Guarded(bias)
        sums.modify { instructions.kernels.addProductSums(3, columns, matrix, other, $0) }
        let exactProducts = (0..<columns).map { column in
            stride(from: column, to: 3 * columns, by: columns).reduce(Double(bias[column])) {
                $0 + Double(matrix[$1]) * Double(other[$1])
            }
        }
        #expect(relativeError(sums.values, exactProducts) < 1e-6)
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func scatter(on instructions: InstructionSet, columns: Int) {
        var numbers = TestNumbers(seed: UInt64(columns))
        let table = numbers.floats(4 * columns)
        let indices: [Int32] = [2, -1, 0, 2]
        var scattered = Guarded(count: 4 * columns)
        scattered.modify { instructions.kernels.scatterAddRows(4, columns, table, indices, $0) }
        let expected = (0..<4).flatMap { target in
            (0..<columns).map { column in
                (0..<4).reduce(Float(0)) {
                    indices[$1] == Int32(target) ? $0 + table[$1 * columns + column] : $0
                }
            }
        }
        #expect(scattered.values == expected)
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func gather(on instructions: InstructionSet, columns: Int) {
        var numbers = TestNumbers(seed: UInt64(columns))
        let (table, start) = (numbers.floats(4 * columns), numbers.floats(3 * columns))
        let indices: [Int32] = [2, -1, 0]
        let picked = indices.flatMap { index in
            (0..<columns).map { index < 0 ? 0 : table[Int(index) * columns + $0] }
        }
        for adding in [false, true] {
            var gathered = Guarded(start)
            gathered.modify {
                instructions.kernels.gatherRows(3, columns, table, indices, $0, adding)
            }
            #expect(gathered.values == (adding ? zip(start, picked).map(+) : picked))
        }
    }

    @Test(arguments: InstructionSet.supported, [(1, 1), (3, 40), (16, 16), (35, 20), (64, 33)])
    func transpose(on instructions: InstructionSet, shape: (rows: Int, columns: Int)) {
        let (rows, columns) = shape
        var numbers = TestNumbers(seed: UInt64(rows))
        let source = numbers.floats(rows * (columns + 1))
        var target = Guarded(count: columns * (rows + 2))
        target.modify {
            instructions.kernels.transpose(rows, columns, source, columns + 1, $0, rows + 2)
        }
        let expected = (0..<columns).flatMap { column in
            (0..<rows + 2).map { $0 < rows ? source[$0 * (columns + 1) + column] : 0 }
        }
        #expect(target.values == expected)
    }
}
