import Kernels
import Tensor

/// Long short-term memory.
///
/// z = x·W_xh + h·W_hh + b; i, f, o = σ(z_i, z_f, z_o), g = tanh(z_g);
/// c' = f·c + i·g; h' = o·tanh(c').
///
/// Shapes: W_xh (I, 4H), W_hh (H, 4H), b (4H), gate order i, f, g, o; a state row is [h, c],
/// S = 2H.
///
/// Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
package struct LSTM: RecurrentCell {
    package let tensors: CommonTensors
    package let values: Int

    /// Four gates, h and c, the forget gate f in second place.
    package static var facts: CellFacts {
        CellFacts(
            gateOrder: ["i", "f", "g", "o"], stateOrder: ["h", "c"],
            equations: "z = x*W_xh + h*W_hh + b; \(gateEquations)", forgetGate: 1)
    }

    /// The formulas from z to the state, in every LSTM.
    static let gateEquations =
        "i, f, o = sigmoid(z_i, z_f, z_o); g = tanh(z_g); c' = f*c + i*g; h' = o*tanh(c')"

    package init(tensors: CommonTensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    package func forward(
        step: Int, symbols: ArraySlice<Int32>, window: WindowCache, cache: Void
    ) {
        let rows = window.rows(of: step)
        let gates = window.gates.rows(rows)
        let previous = window.state(after: step)
        gates.multiply(
            previous.columns(0..<units), by: tensors.recurrentWeights,
            accumulating: window.values != nil)
        withSymbols(symbols, of: rows) {
            Kernels.table.lstmForward(
                window.batch, units, gates.pointer, tensors.inputWeights.pointer, $0,
                tensors.bias.pointer, previous.pointer, window.state(after: step + 1).pointer,
                previous.stride)
        }
    }

    package func backward(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Void, stateGradient: Matrix
    ) {
        let previous = window.state(after: step)
        Kernels.table.lstmBackward(
            window.batch, units, window.gates.rows(window.rows(of: step)).pointer,
            previous.pointer, window.state(after: step + 1).pointer, previous.stride,
            stateGradient.pointer, window.gateGradients.rows(slot).pointer)
    }
}
