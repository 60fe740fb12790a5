import Kernels
import Tensor

/// The gated recurrent unit.
///
/// x = x·W_xh + b, r, z = σ(x + h·W_hh), a = h·W_hn + b_hn, n = tanh(x_n + r·a);
/// h' = (1 − z)·n + z·h.
///
/// Shapes: W_xh (I, 3H), W_hh (H, 3H), b (3H), b_hn (H), gate order r, z, n, W_hn the last H
/// columns of W_hh; a state row is h, S = H.
///
/// Source: Cho et al. 2014, with the reset gate after the product, as cuDNN and PyTorch have it.
package struct GRU: RecurrentCell {
    package let tensors: Tensors
    package let values: Int

    /// Gates r and z and the candidate n; h is carried by z, and r scales its product.
    package static var facts: CellFacts {
        CellFacts(
            gateOrder: ["r", "z", "n"], stateOrder: ["h"],
            equations: "x = x*W_xh + b; r, z = sigmoid(x + h*W_hh); a = h*W_hn + b_hn; "
                + "n = tanh(x_n + r*a); h' = (1 - z)*n + z*h", addsRecurrentProducts: false,
            carriesHidden: true)
    }

    /// The bias b_hn, (H).
    package static func ownBlocks(units: Int) -> [Parameters.Block] {
        [.init("b_hn", ["unit": units])]
    }

    /// The tensors of a GRU.
    package struct Tensors: CellTensors {
        package let common: CommonTensors
        /// The bias b_hn of the product that r scales, (H).
        package let recurrentBias: Matrix

        package init(_ parameters: Parameters) {
            common = CommonTensors(parameters)
            recurrentBias = parameters["b_hn"]
        }
    }

    /// The saved activations that only a GRU has.
    package struct Cache {
        /// The products h·W_hh of the present step, (B, 3H).
        let products: Matrix
        /// a of all steps, (T·B, H).
        let candidates: Matrix
    }

    package init(tensors: Tensors, values: Int) {
        self.tensors = tensors
        self.values = values
    }

    /// Sets b_hn to zero.
    package func initializeOwn() { tensors.recurrentBias.fill(0) }

    package func makeCache(batch: Int, steps: Int, in workspace: Workspace) -> Cache {
        Cache(
            products: workspace.matrix(batch, 3 * units),
            candidates: workspace.matrix(steps * batch, units))
    }

    package func forward(
        step: Int, symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache
    ) {
        let rows = window.rows(of: step)
        let previous = window.state(after: step)
        let common = tensors.common
        cache.products.multiply(previous, by: common.recurrentWeights)
        withSymbols(symbols, of: rows) {
            Kernels.table.gruForward(
                window.batch, units, window.gates.rows(rows).pointer, window.values != nil,
                cache.products.pointer, common.inputWeights.pointer, $0, common.bias.pointer,
                tensors.recurrentBias.pointer, cache.candidates.rows(rows).pointer,
                previous.pointer, window.state(after: step + 1).pointer)
        }
    }

    package func backward(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, stateGradient: Matrix
    ) {
        let rows = window.rows(of: step)
        Kernels.table.gruBackward(
            window.batch, units, window.gates.rows(rows).pointer,
            cache.candidates.rows(rows).pointer, window.state(after: step).pointer,
            stateGradient.pointer, window.gateGradients.rows(slot).pointer,
            window.recurrentGradients.rows(slot).pointer)
    }

    /// ∂a of some rows, strided: the last H columns of ∂/∂(h·W_hh).
    private func candidateGradients(_ count: Int, _ window: WindowCache) -> Matrix {
        window.recurrentGradients.rows(0..<count).columns(2 * units..<3 * units)
    }

    package func accumulateOwn(
        _ gradients: Tensors, of rows: Range<Int>, gateGradients: Matrix, window: WindowCache,
        cache: Cache
    ) {
        gradients.recurrentBias.addColumnSums(of: candidateGradients(rows.count, window))
    }

    package func writeOwnRows(
        _ own: Matrix, gateGradients: Matrix, window: WindowCache, cache: Cache
    ) {
        own.copy(from: candidateGradients(own.rows, window))
    }
}
