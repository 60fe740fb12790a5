import Glibc

/// A view of float32 numbers in rows: row r starts `stride` floats after row r − 1.
///
/// A matrix is a reference: copies of the value, slices and reshapes all see the same numbers. The
/// view keeps its memory alive. Kernels other than matrix products want contiguous rows.
package struct Matrix {
    /// The number of rows.
    package let rows: Int
    /// The number of columns.
    package let columns: Int
    /// The distance between the starts of two rows in floats, at least `columns`.
    package let stride: Int
    /// The first number.
    package let pointer: UnsafeMutablePointer<Float>
    private let owner: Storage

    init(owner: Storage, offset: Int, rows: Int, columns: Int, stride: Int) {
        precondition(rows >= 0 && columns >= 0 && stride >= columns, "a \(rows)x\(columns) matrix")
        precondition(
            offset >= 0
                && (rows == 0 || offset + (rows - 1) * stride + columns <= owner.count),
            "a \(rows)x\(columns) view at \(offset) of \(owner.count) numbers")
        self.owner = owner
        self.rows = rows
        self.columns = columns
        self.stride = stride
        pointer = owner.pointer + offset
    }

    /// A matrix of zeros with memory of its own.
    package init(rows: Int, columns: Int) {
        let owner = Storage(count: rows * columns)
        self.init(owner: owner, offset: 0, rows: rows, columns: columns, stride: columns)
    }

    /// A matrix with memory of its own, filled row by row.
    /// - Precondition: `values.count == rows * columns`.
    package init(rows: Int, columns: Int, _ values: [Float]) {
        self.init(rows: rows, columns: columns)
        copy(from: values)
    }

    /// The number of elements.
    package var count: Int { rows * columns }

    /// Whether the rows lie end to end.
    package var isContiguous: Bool { stride == columns || rows <= 1 }

    /// The shape as a text for messages, "3x4".
    package var shape: String { "\(rows)x\(columns)" }

    private var offset: Int { pointer - owner.pointer }

    /// The rows in `range`, aliased.
    package func rows(_ range: Range<Int>) -> Matrix {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of a \(shape) matrix")
        return Matrix(
            owner: owner, offset: offset + range.lowerBound * stride, rows: range.count,
            columns: columns, stride: stride)
    }

    /// The columns in `range`, aliased.
    package func columns(_ range: Range<Int>) -> Matrix {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= columns,
            "columns \(range) of a \(shape) matrix")
        return Matrix(
            owner: owner, offset: offset + range.lowerBound, rows: rows, columns: range.count,
            stride: stride)
    }

    /// All rows end to end as one row, aliased.
    package var flattened: Matrix { reshaped(rows: 1, columns: count) }

    /// The numbers of the matrix cut into other rows, aliased.
    /// - Precondition: they are as many, and contiguous.
    package func reshaped(rows: Int, columns: Int) -> Matrix {
        precondition(
            isContiguous && rows * columns == count,
            "a \(shape) view with stride \(stride) as \(rows)x\(columns)")
        return Matrix(owner: owner, offset: offset, rows: rows, columns: columns, stride: columns)
    }

    /// The numbers, row by row.
    package var values: [Float] {
        (0..<rows).flatMap { row in
            UnsafeBufferPointer(start: pointer + row * stride, count: columns)
        }
    }

    /// The element at a row and a column.
    package subscript(row: Int, column: Int) -> Float {
        get {
            precondition(
                row >= 0 && row < rows && column >= 0 && column < columns,
                "element (\(row), \(column)) of a \(shape) matrix")
            return pointer[row * stride + column]
        }
        nonmutating set {
            precondition(
                row >= 0 && row < rows && column >= 0 && column < columns,
                "element (\(row), \(column)) of a \(shape) matrix")
            pointer[row * stride + column] = newValue
        }
    }

    /// Fills the matrix row by row.
    /// - Precondition: `values.count == count`.
    package func copy(from values: [Float]) { copy(from: values[...]) }

    /// Fills the matrix row by row.
    /// - Precondition: `values.count == count`.
    package func copy(from values: ArraySlice<Float>) {
        precondition(values.count == count, "\(values.count) values for a \(shape) matrix")
        values.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            for row in 0..<rows {
                (pointer + row * stride).update(from: base + row * columns, count: columns)
            }
        }
    }

    /// Copies a matrix of the same shape.
    package func copy(from other: Matrix) {
        requireShape(of: other, in: "copy")
        for row in 0..<rows {
            (pointer + row * stride).update(
                from: other.pointer + row * other.stride, count: columns)
        }
    }

    /// Sets every element to `value`.
    package func fill(_ value: Float) {
        for row in 0..<rows { (pointer + row * stride).update(repeating: value, count: columns) }
    }

    /// Traps with both shapes unless `other` has this one's.
    func requireShape(of other: Matrix, in operation: StaticString) {
        precondition(
            rows == other.rows && columns == other.columns,
            "\(operation): \(shape) against \(other.shape)")
    }
}

/// Memory for float32 numbers, aligned for the widest vectors and zero at first.
final class Storage {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int
    private let bytes: Int

    /// The bytes of a large page: 2 MiB.
    private static let largePage = 1 << 21

    init(count: Int) {
        var bytes = max(1, count) * MemoryLayout<Float>.stride
        // Rows of a product are often a small page apart: on large pages their addresses are known.
        let isLarge = bytes > Self.largePage / 8
        if isLarge { bytes = (bytes + Self.largePage - 1) / Self.largePage * Self.largePage }
        let memory = MemoryBudget.take(bytes, alignment: isLarge ? Self.largePage : 64)
        if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
        pointer = memory.bindMemory(to: Float.self, capacity: max(1, count))
        pointer.initialize(repeating: 0, count: max(1, count))
        self.count = count
        self.bytes = bytes
    }

    deinit { MemoryBudget.give(back: pointer, bytes) }
}
