import Kernels
import Tensor

/// Normalization of rows over their components: n = (a − mean)/√(variance + 1e-5), y = γ·n.
///
/// A row whose components are all equal gives 0. Shapes: a, n and y (N, columns), γ (columns).
///
/// Source: Ba, Kiros and Hinton 2016, "Layer normalization".
struct LayerNormalization {
    /// a before `forward`, n after it.
    let rows: Matrix
    /// 1/√(variance + 1e-5) of every row, (N).
    private let inverseDeviations: Matrix

    init(rows count: Int, columns: Int, in workspace: Workspace) {
        rows = workspace.matrix(count, columns)
        inverseDeviations = workspace.matrix(count, 1)
    }

    /// Normalizes some rows and writes y, or adds it, to `outputs`.
    func forward(_ range: Range<Int>, gains: Matrix, into outputs: Matrix, adding: Bool) {
        Kernels.table.normalizeForward(
            range.count, rows.columns, rows.rows(range).pointer,
            inverseDeviations.rows(range).pointer, gains.pointer, outputs.pointer, adding)
    }

    /// Writes ∂a of some rows from ∂y; `gradients` may be `outputGradients`.
    func backward(
        _ range: Range<Int>, gains: Matrix, outputGradients: Matrix, into gradients: Matrix
    ) {
        Kernels.table.normalizeBackward(
            range.count, rows.columns, rows.rows(range).pointer,
            inverseDeviations.rows(range).pointer, gains.pointer, outputGradients.pointer,
            gradients.pointer)
    }

    /// Adds ∂γ = Σ n·∂y of some rows.
    func accumulate(_ gainGradients: Matrix, _ range: Range<Int>, outputGradients: Matrix) {
        gainGradients.addProductSums(of: rows.rows(range), outputGradients)
    }

    /// Writes ∂γ = n·∂y of each of some rows to a row of `gainGradients`, which may be strided.
    func writeRows(_ gainGradients: Matrix, _ range: Range<Int>, outputGradients: Matrix) {
        gainGradients.fill(0)
        for (row, source) in range.enumerated() {
            gainGradients.rows(row..<row + 1).addProductSums(
                of: rows.rows(source..<source + 1), outputGradients.rows(row..<row + 1))
        }
    }
}
