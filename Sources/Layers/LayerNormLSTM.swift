import Kernels
import Tensor

/// Long short-term memory with layer normalization of both products.
///
/// z = LN(x·W_xh)·γ_x + LN(h·W_hh)·γ_h + b, LN over the 4H components of a row; the rest as in
/// `LSTM`. The cell state is not normalized: h' = o·tanh(c').
///
/// Shapes: those of `LSTM`, γ_x and γ_h (4H).
///
/// Source: Ba, Kiros and Hinton 2016, equations 20 and 21.
package struct LayerNormLSTM: RecurrentCell {
    package let tensors: Tensors
    package let values: Int

    /// Gates and states of `LSTM`; every weight reaches all units through the normalization.
    package static var facts: CellFacts {
        CellFacts(
            gateOrder: ["i", "f", "g", "o"], stateOrder: ["h", "c"],
            equations: "z = LN(x*W_xh)*gamma_x + LN(h*W_hh)*gamma_h + b, LN over a row's numbers; "
                + LSTM.gateEquations, forgetGate: 1, addsRecurrentProducts: false,
            isUnitwise: false)
    }

    /// The gains γ_x and γ_h, (4H) each.
    package static func ownBlocks(units: Int) -> [Parameters.Block] {
        [
            .init("gamma_x", ["gate_unit": 4 * units]), .init("gamma_h", ["gate_unit": 4 * units]),
        ]
    }

    /// The tensors of an LSTM with layer normalization.
    package struct Tensors: CellTensors {
        package let common: CommonTensors
        /// The gains γ_x of x·W_xh, (4H).
        package let inputGains: Matrix
        /// The gains γ_h of h·W_hh, (4H).
        package let recurrentGains: Matrix

        package init(_ parameters: Parameters) {
            common = CommonTensors(parameters)
            inputGains = parameters["gamma_x"]
            recurrentGains = parameters["gamma_h"]
        }
    }

    /// The saved normalizations, T·B rows each.
    package struct Cache {
        /// The normalization of x·W_xh.
        let input: LayerNormalization
        /// The normalization of h·W_hh.
        let recurrent: LayerNormalization
    }

    package init(tensors: Tensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    /// Sets the gains to one.
    package func initializeOwn() {
        tensors.inputGains.fill(1)
        tensors.recurrentGains.fill(1)
    }

    package func makeCache(batch: Int, steps: Int, in workspace: Workspace) -> Cache {
        let (rows, columns) = (steps * batch, 4 * units)
        return Cache(
            input: LayerNormalization(rows: rows, columns: columns, in: workspace),
            recurrent: LayerNormalization(rows: rows, columns: columns, in: workspace))
    }

    /// Writes LN(x·W_xh)·γ_x to `window.gates`.
    package func readInputs(
        _ symbols: ArraySlice<Int32>, rows: Range<Int>, window: WindowCache, cache: Cache
    ) {
        let products = cache.input.rows.rows(rows)
        readValues(rows: rows, window: window, into: products)
        withSymbols(symbols, of: rows) {
            Kernels.table.gatherRows(
                rows.count, products.columns, tensors.common.inputWeights.pointer, $0,
                products.pointer, window.values != nil)
        }
        cache.input.forward(rows, gains: tensors.inputGains, into: window.gates, adding: false)
    }

    package func forward(
        step: Int, symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache
    ) {
        let rows = window.rows(of: step)
        let gates = window.gates.rows(rows)
        let previous = window.state(after: step)
        cache.recurrent.rows.rows(rows).multiply(
            previous.columns(0..<units), by: tensors.common.recurrentWeights)
        cache.recurrent.forward(rows, gains: tensors.recurrentGains, into: gates, adding: true)
        Kernels.table.lstmForward(
            window.batch, units, gates.pointer, tensors.common.inputWeights.pointer, nil,
            tensors.common.bias.pointer, previous.pointer,
            window.state(after: step + 1).pointer, previous.stride)
    }

    package func backward(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, stateGradient: Matrix
    ) {
        let rows = window.rows(of: step)
        let previous = window.state(after: step)
        let gateGradients = window.gateGradients.rows(slot)
        Kernels.table.lstmBackward(
            window.batch, units, window.gates.rows(rows).pointer, previous.pointer,
            window.state(after: step + 1).pointer, previous.stride, stateGradient.pointer,
            gateGradients.pointer)
        cache.recurrent.backward(
            rows, gains: tensors.recurrentGains, outputGradients: gateGradients,
            into: window.recurrentGradients.rows(slot))
    }

    package func accumulateOwn(
        _ gradients: Tensors, of rows: Range<Int>, gateGradients: Matrix, window: WindowCache,
        cache: Cache
    ) {
        cache.input.accumulate(gradients.inputGains, rows, outputGradients: gateGradients)
        cache.recurrent.accumulate(gradients.recurrentGains, rows, outputGradients: gateGradients)
        cache.input.backward(
            rows, gains: tensors.inputGains, outputGradients: gateGradients, into: gateGradients)
    }

    package func writeOwnRows(
        _ own: Matrix, gateGradients: Matrix, window: WindowCache, cache: Cache
    ) {
        let (rows, width) = (0..<own.rows, 4 * units)
        cache.input.writeRows(
            own.columns(0..<width), rows, outputGradients: gateGradients)
        cache.recurrent.writeRows(
            own.columns(width..<2 * width), rows, outputGradients: gateGradients)
        cache.input.backward(
            rows, gains: tensors.inputGains, outputGradients: gateGradients, into: gateGradients)
    }
}
