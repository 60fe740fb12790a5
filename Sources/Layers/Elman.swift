import Kernels
import Tensor

/// The simple recurrent network: h' = tanh(x·W_xh + h·W_hh + b).
///
/// Shapes: W_xh (I, H), W_hh (H, H), b (H); a state row is h, S = H.
///
/// Source: Elman 1990.
package struct Elman: RecurrentCell {
    package let tensors: CommonTensors
    package let values: Int

    /// One pre-activation a unit, whose activation is the state.
    package static var facts: CellFacts {
        CellFacts(
            gateOrder: ["h"], stateOrder: ["h"], equations: "h' = tanh(x*W_xh + h*W_hh + b)",
            gatesAreStates: true)
    }

    package init(tensors: CommonTensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    package func forward(
        step: Int, symbols: ArraySlice<Int32>, window: WindowCache, cache: Void
    ) {
        let rows = window.rows(of: step)
        let next = window.gates.rows(rows)
        next.multiply(
            window.state(after: step), by: tensors.recurrentWeights,
            accumulating: window.values != nil)
        withSymbols(symbols, of: rows) {
            Kernels.table.elmanForward(
                window.batch, units, next.pointer, tensors.inputWeights.pointer, $0,
                tensors.bias.pointer)
        }
    }

    package func backward(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Void, stateGradient: Matrix
    ) {
        let gateGradients = window.gateGradients.rows(slot)
        Kernels.table.tanhBackward(
            gateGradients.count, window.gates.rows(window.rows(of: step)).pointer,
            stateGradient.pointer, gateGradients.pointer)
    }
}
