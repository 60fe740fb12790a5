import Kernels
import Tensor

/// Long short-term memory over a window of symbols, with explicit forward and backward.
///
/// z = W_xh[x] + h·W_hh + b; i, f, o = σ(z_i, z_f, z_o), g = tanh(z_g);
/// c' = f·c + i·g; h' = o·tanh(c').
///
/// Shapes: W_xh (I, 4H), W_hh (H, 4H), b (4H), gate order i, f, g, o; a state row is [h, c], S = 2H.
/// An input is the index of a one-hot vector, so x·W_xh is a row of W_xh; −1 is the zero vector.
///
/// Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
public struct LSTM {
    public let inputs: Int
    public let units: Int
    private let inputWeights: Matrix
    private let recurrentWeights: Matrix
    private let bias: Matrix

    /// The layer's tensors.
    public static func blocks(inputs: Int, units: Int) -> [Parameters.Block] {
        [
            .init("W_xh", inputs, 4 * units), .init("W_hh", units, 4 * units),
            .init("b", 4 * units),
        ]
    }

    /// A layer over the tensors of `blocks` in `parameters`, aliased.
    public init(_ parameters: Parameters) {
        inputWeights = parameters["W_xh"]
        recurrentWeights = parameters["W_hh"]
        bias = parameters["b"]
        inputs = inputWeights.rows
        units = recurrentWeights.rows
    }

    /// What a window's forward leaves for its backward. Row t·B + b is sample b at step t.
    public struct Trace {
        let batch: Int
        /// (T+1)·B rows of [h, c]: the state before the window and after each step.
        public let states: Matrix
        /// T·B rows of gate activations.
        let gates: Matrix
        /// Pre-activation gradients of the steps whose weight gradients are computed together.
        let gateGradients: Matrix
        /// W_hhᵀ (4H, H), which serves every step of a backward.
        let transposedWeights: Matrix

        /// Rows that are enough to make one product of: more would only take memory, and with it
        /// time, since what the backward has just written is still in the cache.
        private static let enoughRows = 256

        /// Room for windows of up to `steps` steps.
        public init(batch: Int, steps: Int, units: Int, in workspace: Workspace) {
            self.batch = batch
            states = workspace.matrix((steps + 1) * batch, 2 * units)
            gates = workspace.matrix(steps * batch, 4 * units)
            let together = max(1, min(steps, Self.enoughRows / batch))
            gateGradients = workspace.matrix(together * batch, 4 * units)
            transposedWeights = workspace.matrix(4 * units, units)
        }

        /// The state after `step` steps, (B, S).
        public func state(after step: Int) -> Matrix {
            states.rows(step * batch..<(step + 1) * batch)
        }

        /// h after each of the first `steps` steps, (T·B, H), strided.
        public func hidden(steps: Int) -> Matrix {
            states.rows(batch..<(steps + 1) * batch).columns(0..<states.columns / 2)
        }
    }

    /// Runs T steps from `trace.state(after: 0)`; the states and gates stay in `trace`.
    /// - Parameter symbols: T·B input indices, step by step; their number decides T.
    public func forward(symbols: ArraySlice<Int32>, trace: Trace) {
        let batch = trace.batch
        let steps = symbols.count / batch
        precondition(
            steps * batch == symbols.count && (steps + 1) * batch <= trace.states.rows,
            "\(symbols.count) symbols for a batch of \(batch) in \(trace.states.shape)")
        for step in 0..<steps {
            let rows = step * batch..<(step + 1) * batch
            let current = trace.gates.rows(rows)
            let previous = trace.state(after: step)
            let next = trace.state(after: step + 1)
            current.multiply(previous.columns(0..<units), by: recurrentWeights)
            withSymbols(symbols, of: rows) {
                Kernels.table.lstmForward(
                    batch, units, current.pointer, inputWeights.pointer, $0, bias.pointer,
                    previous.pointer, next.pointer, previous.stride)
            }
        }
    }

    /// Carries gradients back through the window last run forward into `trace`.
    ///
    /// - Parameters:
    ///   - symbols: the same as in `forward`.
    ///   - hiddenGradients: ∂/∂h of each step from above, (T·B, H).
    ///   - stateGradient: ∂/∂s_T on entry, ∂/∂s_0 on return, (B, S).
    ///   - gradients: a layer over gradient tensors, to which this window's are added; nil when only
    ///     the state gradient is wanted.
    public func backward(
        symbols: ArraySlice<Int32>, trace: Trace, hiddenGradients: Matrix, stateGradient: Matrix,
        gradients: LSTM?
    ) {
        trace.transposedWeights.copy(transposing: recurrentWeights)
        let batch = trace.batch
        let together = trace.gateGradients.rows / batch
        var end = symbols.count / batch
        while end > 0 {
            let steps = max(0, end - together)..<end
            for (index, step) in steps.enumerated().reversed() {
                backward(
                    step: step, trace: trace, hiddenGradients: hiddenGradients,
                    stateGradient: stateGradient,
                    gateGradients: trace.gateGradients.rows(index * batch..<(index + 1) * batch))
            }
            if let gradients { accumulate(gradients, of: steps, symbols: symbols, trace: trace) }
            end = steps.lowerBound
        }
    }

    /// One step back: ∂/∂s' in `stateGradient` becomes ∂/∂s.
    private func backward(
        step: Int, trace: Trace, hiddenGradients: Matrix, stateGradient: Matrix,
        gateGradients: Matrix
    ) {
        let rows = step * trace.batch..<(step + 1) * trace.batch
        let previous = trace.state(after: step)
        let hiddenGradient = stateGradient.columns(0..<units)
        hiddenGradient.add(hiddenGradients.rows(rows))
        Kernels.table.lstmBackward(
            trace.batch, units, trace.gates.rows(rows).pointer, previous.pointer,
            trace.state(after: step + 1).pointer, previous.stride, stateGradient.pointer,
            gateGradients.pointer)
        hiddenGradient.multiply(gateGradients, by: trace.transposedWeights)
    }

    /// Adds the weight gradients of `steps`, whose gate gradients are in `trace`.
    private func accumulate(
        _ gradients: LSTM, of steps: Range<Int>, symbols: ArraySlice<Int32>, trace: Trace
    ) {
        let rows = steps.lowerBound * trace.batch..<steps.upperBound * trace.batch
        let gateGradients = trace.gateGradients.rows(0..<rows.count)
        gradients.recurrentWeights.multiply(
            trace.states.rows(rows).columns(0..<units), transposed: true, by: gateGradients,
            accumulating: true)
        gradients.bias.addColumnSums(of: gateGradients)
        withSymbols(symbols, of: rows) {
            Kernels.table.scatterAddRows(
                rows.count, 4 * units, gateGradients.pointer, $0, gradients.inputWeights.pointer)
        }
    }

    /// Calls `body` with the symbols of some rows of a window.
    private func withSymbols(
        _ symbols: ArraySlice<Int32>, of rows: Range<Int>, _ body: (UnsafePointer<Int32>) -> Void
    ) {
        symbols.withUnsafeBufferPointer { symbols in
            guard let first = symbols.baseAddress else { return }
            body(first + rows.lowerBound)
        }
    }
}
