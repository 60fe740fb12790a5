import Kernels
import Tensor

/// The gated recurrent unit.
///
/// x = x·W_xh + b, r, z = σ(x + h·W_hh), a = h·W_hn + b_hn, n = tanh(x_n + r·a);
/// h' = (1 − z)·n + z·h.
///
/// Shapes: W_xh (I, 3H), W_hh (H, 3H), b (3H), b_hn (H), gate order r, z, n, W_hn the last H columns
/// of W_hh; a state row is h, S = H.
///
/// Source: Cho et al. 2014, with the reset gate after the product, as cuDNN and PyTorch have it.
struct GRU: SteppedCell {
    let tensors: CellTensors
    let values: Int
    private let recurrentBias: Matrix

    var stateWidth: Int { CellKind.gru.stateWidth(units: units) }

    /// What a window's forward keeps besides.
    struct Cache {
        /// h·W_hh of the present step, (B, 3H).
        let products: Matrix
        /// a of all steps, (T·B, H).
        let candidates: Matrix
    }

    init(over tensors: CellTensors, values: Int) {
        guard let recurrentBias = tensors.recurrentBias else {
            preconditionFailure("a GRU without b_hn")
        }
        self.tensors = tensors
        self.values = values
        self.recurrentBias = recurrentBias
    }

    func makeTrace(batch: Int, steps: Int, in workspace: Workspace) -> CellTrace {
        let kept = Cache(
            products: workspace.matrix(batch, 3 * units),
            candidates: workspace.matrix(steps * batch, units))
        return CellTrace(cell: self, batch: batch, steps: steps, gru: kept, in: workspace)
    }

    private func kept(in trace: CellTrace) -> Cache {
        guard let kept = trace.gru else { preconditionFailure("the trace of another cell") }
        return kept
    }

    func forward(step: Int, rows: Range<Int>, symbols: ArraySlice<Int32>, trace: CellTrace) {
        let kept = kept(in: trace)
        let previous = trace.state(after: step)
        kept.products.multiply(previous, by: tensors.recurrentWeights)
        withSymbols(symbols, of: rows) {
            Kernels.table.gruForward(
                trace.batch, units, trace.gates.rows(rows).pointer, trace.values != nil,
                kept.products.pointer, tensors.inputWeights.pointer, $0, tensors.bias.pointer,
                recurrentBias.pointer, kept.candidates.rows(rows).pointer, previous.pointer,
                trace.state(after: step + 1).pointer)
        }
    }

    func backward(
        step: Int, rows: Range<Int>, slot: Range<Int>, trace: CellTrace, stateGradient: Matrix
    ) {
        let recurrentGradients = trace.recurrentGradients.rows(slot)
        Kernels.table.gruBackward(
            trace.batch, units, trace.gates.rows(rows).pointer,
            kept(in: trace).candidates.rows(rows).pointer, trace.state(after: step).pointer,
            stateGradient.pointer, trace.gateGradients.rows(slot).pointer,
            recurrentGradients.pointer)
        stateGradient.multiply(
            recurrentGradients, by: trace.transposedWeights, accumulating: true)
    }

    func accumulateOwn(
        _ gradients: CellTensors, of rows: Range<Int>, gateGradients: Matrix, trace: CellTrace
    ) {
        gradients.recurrentBias?.addColumnSums(
            of: trace.recurrentGradients.rows(0..<rows.count).columns(2 * units..<3 * units))
    }
}
