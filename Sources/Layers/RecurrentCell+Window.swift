import Kernels
import Tensor

// The way through a window, which is common to all cells.

extension RecurrentCell {
    package func forward(symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache) {
        let batch = window.batch
        let steps = symbols.count / batch
        precondition(
            steps * batch == symbols.count && (steps + 1) * batch <= window.states.rows,
            "\(symbols.count) symbols for a batch of \(batch) in \(window.states.shape)")
        readInputs(symbols, rows: 0..<symbols.count, window: window, cache: cache)
        for step in 0..<steps {
            forward(step: step, symbols: symbols, window: window, cache: cache)
        }
    }

    package func backward(
        symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache, stateGradient: Matrix,
        gradients: Tensors?, above: (_ step: Int, _ hiddenGradient: Matrix) -> Void,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)?
    ) {
        let batch = window.batch
        let together = window.gateGradients.rows / batch
        let hidden = stateGradient.columns(0..<units)
        var end = symbols.count / batch
        while end > 0 {
            let steps = max(0, end - together)..<end
            for (index, step) in steps.enumerated().reversed() {
                let slot = index * batch..<(index + 1) * batch
                above(step, hidden)
                backward(
                    step: step, slot: slot, window: window, cache: cache,
                    stateGradient: stateGradient)
                backwardRecurrentProducts(
                    step: step, slot: slot, window: window, cache: cache, hiddenGradient: hidden)
                atState?(step, stateGradient)
            }
            if let gradients {
                accumulate(
                    gradients, of: steps.lowerBound * batch..<end * batch, symbols: symbols,
                    window: window, cache: cache)
            }
            end = steps.lowerBound
        }
    }

    /// Adds the weight gradients of `rows`, whose gate gradients are in `window`.
    private func accumulate(
        _ gradients: Tensors, of rows: Range<Int>, symbols: ArraySlice<Int32>,
        window: WindowCache, cache: Cache
    ) {
        let common = gradients.common
        let gateGradients = window.gateGradients.rows(0..<rows.count)
        let recurrentGradients = window.recurrentGradients.rows(0..<rows.count)
        forEachRecurrentFactor(of: rows, window: window, cache: cache) { factor, columns in
            common.recurrentWeights.columns(columns).multiply(
                factor, transposed: true, by: recurrentGradients.columns(columns),
                accumulating: true)
        }
        common.bias.addColumnSums(of: gateGradients)
        accumulateOwn(
            gradients, of: rows, gateGradients: gateGradients, window: window, cache: cache)
        withSymbols(symbols, of: rows) {
            Kernels.table.scatterAddRows(
                rows.count, gateGradients.columns, gateGradients.pointer, $0,
                common.inputWeights.pointer)
        }
        if let values = window.values {
            valueRows(of: common.inputWeights).multiply(
                values.rows(rows), transposed: true, by: gateGradients, accumulating: true)
        }
    }

    /// Writes v·W_v of `rows`, when there are values.
    func readValues(rows: Range<Int>, window: WindowCache, into products: Matrix) {
        guard let values = window.values else { return }
        products.multiply(values.rows(rows), by: valueRows(of: tensors.common.inputWeights))
    }

    /// W_v (D, G·H).
    private func valueRows(of inputWeights: Matrix) -> Matrix {
        inputWeights.rows(inputWeights.rows - values..<inputWeights.rows)
    }

    /// Calls `body` with the symbols of some rows of a window.
    func withSymbols(
        _ symbols: ArraySlice<Int32>, of rows: Range<Int>, _ body: (UnsafePointer<Int32>) -> Void
    ) {
        symbols.withUnsafeBufferPointer { symbols in
            guard let first = symbols.baseAddress else { return }
            body(first + rows.lowerBound)
        }
    }
}
