/// C = A·B or C += A·B for row-major float32 matrices, either factor read transposed.
package enum MatrixProduct {
    /// A factor as it lies in memory: `stride` floats from one row's start to the next's.
    package struct Factor {
        let pointer: UnsafePointer<Float>
        let stride: Int
        let transposed: Bool

        package init(_ pointer: UnsafePointer<Float>, stride: Int, transposed: Bool = false) {
            self.pointer = pointer
            self.stride = stride
            self.transposed = transposed
        }
    }

    /// C (rows, columns) = A (rows, inner) · B (inner, columns), the shapes after transposition.
    ///
    /// Runs on the calling thread alone.
    /// - Parameter accumulating: adds to C instead of overwriting it.
    package static func multiply(
        rows: Int, columns: Int, inner: Int, _ a: Factor, _ b: Factor,
        into c: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
    ) {
        guard rows > 0, columns > 0 else { return }
        Kernels.table.matrixProduct(
            rows, columns, inner, a.pointer, a.stride, a.transposed, b.pointer, b.stride,
            b.transposed, c, stride, accumulating)
    }
}
