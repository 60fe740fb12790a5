import Kernels

extension Matrix {
    /// Multiplies two matrices: self = a·b, or self += a·b when `accumulating`; either factor may
    /// be read transposed.
    ///
    /// Shapes after transposition: a (rows, K), b (K, columns). No alias with a factor.
    package func multiply(
        _ a: Matrix, transposed aTransposed: Bool = false, by b: Matrix,
        byTransposed bTransposed: Bool = false, accumulating: Bool = false
    ) {
        let (aRows, inner) = aTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
        let (bInner, bColumns) = bTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
        precondition(
            aRows == rows && bColumns == columns && inner == bInner,
            "product \(a.shape)\(aTransposed ? "ᵀ" : "") by \(b.shape)\(bTransposed ? "ᵀ" : "") "
                + "into \(shape)")
        MatrixProduct.multiply(
            rows: rows, columns: columns, inner: inner,
            MatrixProduct.Factor(a.pointer, stride: a.stride, transposed: aTransposed),
            MatrixProduct.Factor(b.pointer, stride: b.stride, transposed: bTransposed),
            into: pointer, stride: stride, accumulating: accumulating)
    }

    /// Copies the transpose of a matrix: self = otherᵀ.
    package func copy(transposing other: Matrix) {
        precondition(
            rows == other.columns && columns == other.rows, "\(other.shape)ᵀ into \(shape)")
        Kernels.table.transpose(
            other.rows, other.columns, other.pointer, other.stride, pointer, stride)
    }

    /// Adds the row `bias` to every row.
    package func addBias(_ bias: Matrix) {
        requireContiguous("addBias")
        precondition(bias.count == columns, "addBias: \(bias.shape) to \(shape)")
        Kernels.table.addBias(rows, columns, pointer, bias.pointer)
    }

    /// Adds the sum of the rows of `matrix`, which may be strided, to this row.
    package func addColumnSums(of matrix: Matrix) {
        precondition(count == matrix.columns, "addColumnSums: \(matrix.shape) to \(shape)")
        if matrix.isContiguous {
            Kernels.table.addColumnSums(matrix.rows, matrix.columns, matrix.pointer, pointer)
        } else {
            for row in 0..<matrix.rows {
                Kernels.table.addColumnSums(
                    1, matrix.columns, matrix.pointer + row * matrix.stride, pointer)
            }
        }
    }

    /// Adds Σ_r a[r]·b[r] over the rows of two matrices to this row.
    package func addProductSums(of a: Matrix, _ b: Matrix) {
        a.requireContiguous("addProductSums")
        b.requireContiguous("addProductSums")
        a.requireShape(of: b, in: "addProductSums")
        precondition(count == a.columns, "addProductSums: \(a.shape) to \(shape)")
        Kernels.table.addProductSums(a.rows, a.columns, a.pointer, b.pointer, pointer)
    }

    /// Scales the matrix: self = factor·self.
    package func scale(by factor: Float) {
        requireContiguous("scale")
        Kernels.table.scale(count, factor, pointer)
    }

    /// Adds a scaled matrix: self += factor·other. Rows may be strided.
    package func add(_ other: Matrix, scaledBy factor: Float = 1) {
        requireShape(of: other, in: "add")
        if isContiguous && other.isContiguous {
            Kernels.table.addScaled(count, factor, other.pointer, pointer)
        } else {
            for row in 0..<rows {
                Kernels.table.addScaled(
                    columns, factor, other.pointer + row * other.stride, pointer + row * stride)
            }
        }
    }

    /// The sum of the squares of all elements, in float64.
    package var sumOfSquares: Double {
        requireContiguous("sumOfSquares")
        return Kernels.table.sumOfSquares(count, pointer)
    }

    /// Traps, naming `operation`, unless the rows lie end to end.
    package func requireContiguous(_ operation: StaticString) {
        precondition(isContiguous, "\(operation) of a \(shape) view with stride \(stride)")
    }
}
