import Kernels
import Tensor

/// The minimal gated unit: one gate forgets, and chooses what of h the candidate sees.
///
/// f = σ(x·W_xf + h·W_hf + b_f), n = tanh(x·W_xn + (f⊙h)·W_hn + b_n); h' = (1 − f)⊙h + f⊙n.
///
/// Shapes: W_xh (I, 2H), W_hh (H, 2H), b (2H), gate order f, n, W_hf the first H columns of W_hh;
/// a state row is h, S = H.
///
/// Source: Zhou, Wu, Zhang and Zhou 2016, "Minimal gated unit for recurrent neural networks".
package struct MinimalGatedUnit: RecurrentCell {
    package let tensors: CommonTensors
    package let values: Int

    /// The gate f and the candidate n; f carries h, and reaches all units through (f⊙h)·W_hn.
    package static var facts: CellFacts {
        CellFacts(
            gateOrder: ["f", "n"], stateOrder: ["h"],
            equations: "f = sigmoid(x*W_xf + h*W_hf + b_f); n = tanh(x*W_xn + (f*h)*W_hn + b_n); "
                + "h' = (1 - f)*h + f*n", carriesHidden: true, isUnitwise: false)
    }

    /// The saved activations that only a minimal gated unit has.
    package struct Cache {
        /// f⊙h of all steps, (T·B, H).
        let chosen: Matrix
        /// ∂/∂(f⊙h) of the present step, (B, H).
        let chosenGradients: Matrix
    }

    package init(tensors: CommonTensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    package func makeCache(batch: Int, steps: Int, in workspace: Workspace) -> Cache {
        Cache(
            chosen: workspace.matrix(steps * batch, units),
            chosenGradients: workspace.matrix(batch, units))
    }

    /// The columns of f.
    private var gate: Range<Int> { 0..<units }
    /// The columns of n.
    private var candidate: Range<Int> { units..<2 * units }

    /// Writes x·W_xh + b to `window.gates`.
    package func readInputs(
        _ symbols: ArraySlice<Int32>, rows: Range<Int>, window: WindowCache, cache: Cache
    ) {
        let gates = window.gates.rows(rows)
        readValues(rows: rows, window: window, into: gates)
        withSymbols(symbols, of: rows) {
            Kernels.table.gatherRows(
                rows.count, gates.columns, tensors.inputWeights.pointer, $0, gates.pointer,
                window.values != nil)
        }
        gates.addBias(tensors.bias)
    }

    package func forward(
        step: Int, symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache
    ) {
        let rows = window.rows(of: step)
        let (gates, chosen) = (window.gates.rows(rows), cache.chosen.rows(rows))
        let (previous, next) = (window.state(after: step), window.state(after: step + 1))
        gates.columns(gate).multiply(
            previous, by: tensors.recurrentWeights.columns(gate), accumulating: true)
        for row in 0..<window.batch {
            let (f, h, fh) = (gates.start(of: row), previous.start(of: row), chosen.start(of: row))
            // σ(z) = (1 + tanh(z/2))/2
            Kernels.table.scale(units, 0.5, f)
            Kernels.table.tanhForward(units, f)
            for unit in 0..<units {
                f[unit] = 0.5 * f[unit] + 0.5
                fh[unit] = f[unit] * h[unit]
            }
        }
        gates.columns(candidate).multiply(
            chosen, by: tensors.recurrentWeights.columns(candidate), accumulating: true)
        for row in 0..<window.batch {
            let (f, h, after) = (gates.start(of: row), previous.start(of: row), next.start(of: row))
            let n = f + units
            Kernels.table.tanhForward(units, n)
            for unit in 0..<units { after[unit] = (1 - f[unit]) * h[unit] + f[unit] * n[unit] }
        }
    }

    package func backward(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, stateGradient: Matrix
    ) {
        let (gates, previous) = (
            window.gates.rows(window.rows(of: step)), window.state(after: step)
        )
        let gateGradients = window.gateGradients.rows(slot)
        for row in 0..<window.batch {
            let (f, h) = (gates.start(of: row), previous.start(of: row))
            let (df, dh) = (gateGradients.start(of: row), stateGradient.start(of: row))
            let (n, dn) = (f + units, df + units)
            for unit in 0..<units {
                let (f, n) = (f[unit], n[unit])
                df[unit] = dh[unit] * (n - h[unit]) * f * (1 - f)
                dn[unit] = dh[unit] * f * (1 - n * n)
                dh[unit] *= 1 - f
            }
        }
    }

    /// Carries gradients from n through f⊙h to f and h, then from f to h.
    package func backwardRecurrentProducts(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, hiddenGradient: Matrix
    ) {
        let (gates, previous) = (
            window.gates.rows(window.rows(of: step)), window.state(after: step)
        )
        let gateGradients = window.gateGradients.rows(slot)
        cache.chosenGradients.multiply(
            gateGradients.columns(candidate),
            by: tensors.recurrentWeights.columns(candidate), byTransposed: true)
        for row in 0..<window.batch {
            let (f, h) = (gates.start(of: row), previous.start(of: row))
            let (df, dh) = (gateGradients.start(of: row), hiddenGradient.start(of: row))
            let dfh = cache.chosenGradients.start(of: row)
            for unit in 0..<units {
                let f = f[unit]
                df[unit] += dfh[unit] * h[unit] * f * (1 - f)
                dh[unit] += dfh[unit] * f
            }
        }
        hiddenGradient.multiply(
            gateGradients.columns(gate), by: tensors.recurrentWeights.columns(gate),
            byTransposed: true, accumulating: true)
    }

    /// Names both factors: h of W_hf, f⊙h of W_hn.
    package func forEachRecurrentFactor(
        of rows: Range<Int>, window: WindowCache, cache: Cache,
        _ body: (_ factor: Matrix, _ columns: Range<Int>) -> Void
    ) {
        body(window.previousHidden(of: rows), gate)
        body(cache.chosen.rows(rows), candidate)
    }
}

extension Matrix {
    /// The first number of a row.
    fileprivate func start(of row: Int) -> UnsafeMutablePointer<Float> { pointer + row * stride }
}
