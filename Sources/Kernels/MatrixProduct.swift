import COneDNN

/// C = A·B or C += A·B for row-major float32 matrices, either factor read transposed: the one place
/// where the library that multiplies matrices is called.
public enum MatrixProduct {
    /// A factor as it lies in memory: `stride` floats from one row's start to the next's.
    public struct Factor {
        let pointer: UnsafePointer<Float>
        let stride: Int
        let transposed: Bool

        public init(_ pointer: UnsafePointer<Float>, stride: Int, transposed: Bool = false) {
            self.pointer = pointer
            self.stride = stride
            self.transposed = transposed
        }
    }

    /// C (rows, columns) = A (rows, inner) · B (inner, columns), the shapes after transposition.
    ///
    /// Runs on the calling thread alone.
    /// - Parameter accumulating: adds to C instead of overwriting it.
    public static func multiply(
        rows: Int, columns: Int, inner: Int, _ a: Factor, _ b: Factor,
        into c: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
    ) {
        guard rows > 0, columns > 0 else { return }
        _ = singleThread
        let status = dnnl_sgemm(
            letter(a), letter(b), dnnl_dim_t(rows), dnnl_dim_t(columns), dnnl_dim_t(inner), 1,
            a.pointer, dnnl_dim_t(a.stride), b.pointer, dnnl_dim_t(b.stride),
            accumulating ? 1 : 0, c, dnnl_dim_t(stride))
        precondition(
            status == dnnl_success,
            "dnnl_sgemm \(status) for \(rows)x\(inner) times \(inner)x\(columns)")
    }

    private static func letter(_ factor: Factor) -> CChar {
        CChar(bitPattern: UInt8(ascii: factor.transposed ? "T" : "N"))
    }

    /// Cells run one per core: the library must not start threads of its own.
    private static let singleThread: Void = omp_set_num_threads(1)
}
