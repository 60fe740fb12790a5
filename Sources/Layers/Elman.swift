import Kernels
import Tensor

/// The simple recurrent network: h' = tanh(x·W_xh + h·W_hh + b).
///
/// Shapes: W_xh (I, H), W_hh (H, H), b (H); a state row is h, S = H.
///
/// Source: Elman 1990.
struct Elman: SteppedCell {
    let tensors: CellTensors
    let values: Int

    var stateWidth: Int { CellKind.elman.stateWidth(units: units) }

    init(over tensors: CellTensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    func makeTrace(batch: Int, steps: Int, in workspace: Workspace) -> CellTrace {
        CellTrace(cell: self, batch: batch, steps: steps, gatesAreStates: true, in: workspace)
    }

    func forward(step: Int, rows: Range<Int>, symbols: ArraySlice<Int32>, trace: CellTrace) {
        let next = trace.gates.rows(rows)
        next.multiply(
            trace.state(after: step), by: tensors.recurrentWeights,
            accumulating: trace.values != nil)
        withSymbols(symbols, of: rows) {
            Kernels.table.elmanForward(
                trace.batch, units, next.pointer, tensors.inputWeights.pointer, $0,
                tensors.bias.pointer)
        }
    }

    func backward(
        step: Int, rows: Range<Int>, slot: Range<Int>, trace: CellTrace, stateGradient: Matrix
    ) {
        let gateGradients = trace.gateGradients.rows(slot)
        Kernels.table.tanhBackward(
            gateGradients.count, trace.gates.rows(rows).pointer, stateGradient.pointer,
            gateGradients.pointer)
        stateGradient.multiply(gateGradients, by: trace.transposedWeights)
    }
}
