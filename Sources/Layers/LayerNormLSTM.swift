import Kernels
import Tensor

/// Long short-term memory with layer normalization of both products.
///
/// z = LN(x·W_xh)·γ_x + LN(h·W_hh)·γ_h + b, LN over the 4H components of a row; the rest as in `LSTM`.
/// The cell state is not normalized: h' = o·tanh(c').
///
/// Shapes: those of `LSTM`, γ_x and γ_h (4H).
///
/// Source: Ba, Kiros and Hinton 2016, equations 20 and 21.
struct LayerNormLSTM: SteppedCell {
    let tensors: CellTensors
    let values: Int
    private let inputGains: Matrix
    private let recurrentGains: Matrix

    var stateWidth: Int { CellKind.lstmLayerNorm.stateWidth(units: units) }

    /// What a window's forward keeps besides, T·B rows each.
    struct Cache {
        /// Of x·W_xh.
        let input: LayerNormalization
        /// Of h·W_hh.
        let recurrent: LayerNormalization
    }

    init(over tensors: CellTensors, values: Int) {
        guard let inputGains = tensors.inputGains, let recurrentGains = tensors.recurrentGains
        else {
            preconditionFailure("layer normalization without gamma_x and gamma_h")
        }
        self.tensors = tensors
        self.values = values
        self.inputGains = inputGains
        self.recurrentGains = recurrentGains
    }

    func makeTrace(batch: Int, steps: Int, in workspace: Workspace) -> CellTrace {
        let (rows, columns) = (steps * batch, 4 * units)
        let kept = Cache(
            input: LayerNormalization(rows: rows, columns: columns, in: workspace),
            recurrent: LayerNormalization(rows: rows, columns: columns, in: workspace))
        return CellTrace(
            cell: self, batch: batch, steps: steps, layerNormLSTM: kept, in: workspace)
    }

    private func kept(in trace: CellTrace) -> Cache {
        guard let kept = trace.layerNormLSTM else {
            preconditionFailure("the trace of another cell")
        }
        return kept
    }

    /// Leaves LN(x·W_xh)·γ_x in `trace.gates`.
    func readInputs(_ symbols: ArraySlice<Int32>, rows: Range<Int>, trace: CellTrace) {
        let input = kept(in: trace).input
        let products = input.rows.rows(rows)
        readValues(rows: rows, trace: trace, into: products)
        withSymbols(symbols, of: rows) {
            Kernels.table.gatherRows(
                rows.count, products.columns, tensors.inputWeights.pointer, $0, products.pointer,
                trace.values != nil)
        }
        input.forward(rows, gains: inputGains, into: trace.gates, adding: false)
    }

    func forward(step: Int, rows: Range<Int>, symbols: ArraySlice<Int32>, trace: CellTrace) {
        let recurrent = kept(in: trace).recurrent
        let gates = trace.gates.rows(rows)
        let previous = trace.state(after: step)
        recurrent.rows.rows(rows).multiply(
            previous.columns(0..<units), by: tensors.recurrentWeights)
        recurrent.forward(rows, gains: recurrentGains, into: gates, adding: true)
        Kernels.table.lstmForward(
            trace.batch, units, gates.pointer, tensors.inputWeights.pointer, nil,
            tensors.bias.pointer, previous.pointer, trace.state(after: step + 1).pointer,
            previous.stride)
    }

    func backward(
        step: Int, rows: Range<Int>, slot: Range<Int>, trace: CellTrace, stateGradient: Matrix
    ) {
        let previous = trace.state(after: step)
        let gateGradients = trace.gateGradients.rows(slot)
        let recurrentGradients = trace.recurrentGradients.rows(slot)
        Kernels.table.lstmBackward(
            trace.batch, units, trace.gates.rows(rows).pointer, previous.pointer,
            trace.state(after: step + 1).pointer, previous.stride, stateGradient.pointer,
            gateGradients.pointer)
        kept(in: trace).recurrent.backward(
            rows, gains: recurrentGains, outputGradients: gateGradients, into: recurrentGradients)
        stateGradient.columns(0..<units).multiply(
            recurrentGradients, by: trace.transposedWeights)
    }

    func accumulateOwn(
        _ gradients: CellTensors, of rows: Range<Int>, gateGradients: Matrix, trace: CellTrace
    ) {
        let kept = kept(in: trace)
        kept.input.accumulate(gradients.inputGains, rows, outputGradients: gateGradients)
        kept.recurrent.accumulate(gradients.recurrentGains, rows, outputGradients: gateGradients)
        kept.input.backward(
            rows, gains: inputGains, outputGradients: gateGradients, into: gateGradients)
    }
}
