import Kernels
import Tensor

/// Long short-term memory.
///
/// z = x·W_xh + h·W_hh + b; i, f, o = σ(z_i, z_f, z_o), g = tanh(z_g);
/// c' = f·c + i·g; h' = o·tanh(c').
///
/// Shapes: W_xh (I, 4H), W_hh (H, 4H), b (4H), gate order i, f, g, o; a state row is [h, c], S = 2H.
///
/// Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
struct LSTM: SteppedCell {
    let tensors: CellTensors
    let values: Int

    var stateWidth: Int { CellKind.lstm.stateWidth(units: units) }

    init(over tensors: CellTensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    func forward(step: Int, rows: Range<Int>, symbols: ArraySlice<Int32>, trace: CellTrace) {
        let gates = trace.gates.rows(rows)
        let previous = trace.state(after: step)
        gates.multiply(
            previous.columns(0..<units), by: tensors.recurrentWeights,
            accumulating: trace.values != nil)
        withSymbols(symbols, of: rows) {
            Kernels.table.lstmForward(
                trace.batch, units, gates.pointer, tensors.inputWeights.pointer, $0,
                tensors.bias.pointer, previous.pointer, trace.state(after: step + 1).pointer,
                previous.stride)
        }
    }

    func backward(
        step: Int, rows: Range<Int>, slot: Range<Int>, trace: CellTrace, stateGradient: Matrix
    ) {
        let previous = trace.state(after: step)
        let gateGradients = trace.gateGradients.rows(slot)
        Kernels.table.lstmBackward(
            trace.batch, units, trace.gates.rows(rows).pointer, previous.pointer,
            trace.state(after: step + 1).pointer, previous.stride, stateGradient.pointer,
            gateGradients.pointer)
        stateGradient.columns(0..<units).multiply(gateGradients, by: trace.transposedWeights)
    }
}
