import Kernels
import Tensor

/// What tells one cell from another; the way through a window is common to all.
protocol SteppedCell: RecurrentCell {
    /// D.
    var values: Int { get }

    /// Before the first step: what the inputs of `rows` bring at once. By default v·W_v, written
    /// to `trace.gates` when there are values.
    func readInputs(_ symbols: ArraySlice<Int32>, rows: Range<Int>, trace: CellTrace)

    /// One step forward, whose rows are `rows`.
    func forward(step: Int, rows: Range<Int>, symbols: ArraySlice<Int32>, trace: CellTrace)

    /// One step back: ∂/∂s' in `stateGradient` becomes ∂/∂s.
    /// - Parameter slot: the step's rows of `trace.gateGradients` and `trace.recurrentGradients`.
    func backward(
        step: Int, rows: Range<Int>, slot: Range<Int>, trace: CellTrace, stateGradient: Matrix)

    /// Adds the gradients of the tensors other cells lack, of `rows`; leaves the gradients of the
    /// products x·W_xh in `gateGradients`. By default does nothing.
    func accumulateOwn(
        _ gradients: CellTensors, of rows: Range<Int>, gateGradients: Matrix, trace: CellTrace)
}

extension SteppedCell {
    var units: Int { tensors.recurrentWeights.rows }

    func makeTrace(batch: Int, steps: Int, in workspace: Workspace) -> CellTrace {
        CellTrace(cell: self, batch: batch, steps: steps, in: workspace)
    }

    func readInputs(_ symbols: ArraySlice<Int32>, rows: Range<Int>, trace: CellTrace) {
        readValues(rows: rows, trace: trace, into: trace.gates.rows(rows))
    }

    func accumulateOwn(
        _ gradients: CellTensors, of rows: Range<Int>, gateGradients: Matrix, trace: CellTrace
    ) {}

    func forward(symbols: ArraySlice<Int32>, trace: CellTrace) {
        let batch = trace.batch
        let steps = symbols.count / batch
        precondition(
            steps * batch == symbols.count && (steps + 1) * batch <= trace.states.rows,
            "\(symbols.count) symbols for a batch of \(batch) in \(trace.states.shape)")
        readInputs(symbols, rows: 0..<symbols.count, trace: trace)
        for step in 0..<steps {
            let rows = step * batch..<(step + 1) * batch
            forward(step: step, rows: rows, symbols: symbols, trace: trace)
        }
    }

    func backward(
        symbols: ArraySlice<Int32>, trace: CellTrace, hiddenGradients: Matrix,
        stateGradient: Matrix, gradients: CellTensors?,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)?
    ) {
        trace.transposedWeights.copy(transposing: tensors.recurrentWeights)
        let batch = trace.batch
        let together = trace.gateGradients.rows / batch
        var end = symbols.count / batch
        while end > 0 {
            let steps = max(0, end - together)..<end
            for (index, step) in steps.enumerated().reversed() {
                let rows = step * batch..<(step + 1) * batch
                stateGradient.columns(0..<units).add(hiddenGradients.rows(rows))
                backward(
                    step: step, rows: rows, slot: index * batch..<(index + 1) * batch,
                    trace: trace, stateGradient: stateGradient)
                atState?(step, stateGradient)
            }
            if let gradients {
                accumulate(
                    gradients, of: steps.lowerBound * batch..<end * batch, symbols: symbols,
                    trace: trace)
            }
            end = steps.lowerBound
        }
    }

    /// Adds the weight gradients of `rows`, whose gate gradients are in `trace`.
    private func accumulate(
        _ gradients: CellTensors, of rows: Range<Int>, symbols: ArraySlice<Int32>,
        trace: CellTrace
    ) {
        let gateGradients = trace.gateGradients.rows(0..<rows.count)
        gradients.recurrentWeights.multiply(
            trace.previousHidden(of: rows), transposed: true,
            by: trace.recurrentGradients.rows(0..<rows.count), accumulating: true)
        gradients.bias.addColumnSums(of: gateGradients)
        accumulateOwn(gradients, of: rows, gateGradients: gateGradients, trace: trace)
        withSymbols(symbols, of: rows) {
            Kernels.table.scatterAddRows(
                rows.count, gateGradients.columns, gateGradients.pointer, $0,
                gradients.inputWeights.pointer)
        }
        if let values = trace.values {
            valueRows(of: gradients.inputWeights).multiply(
                values.rows(rows), transposed: true, by: gateGradients, accumulating: true)
        }
    }

    /// Writes v·W_v of `rows`, when there are values.
    func readValues(rows: Range<Int>, trace: CellTrace, into products: Matrix) {
        guard let values = trace.values else { return }
        products.multiply(values.rows(rows), by: valueRows(of: tensors.inputWeights))
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
