import Kernels
import Tensor

// One step's gradients of every row by itself, which online learning rules need.

extension RecurrentCell {
    /// Runs the only step of a window back.
    /// - Parameters:
    ///   - stateGradient: ∂/∂s' on entry, ∂/∂s on return, (B, S).
    ///   - holding: whether what W_hh multiplies is held constant.
    func backwardStep(
        _ stateGradient: Matrix, holdingRecurrentProducts holding: Bool, window: WindowCache,
        cache: Cache
    ) {
        let rows = 0..<window.batch
        let hidden = stateGradient.columns(0..<units)
        backward(step: 0, slot: rows, window: window, cache: cache, stateGradient: stateGradient)
        if !holding {
            backwardRecurrentProducts(
                step: 0, slot: rows, window: window, cache: cache, hiddenGradient: hidden)
        } else if !Self.facts.carriesHidden {
            hidden.fill(0)
        }
    }

    /// Writes the parameter gradients of every row of a window of one step, after its backward:
    /// ∂W_xh by symbol and by values, ∂W_hh by `forEachRecurrentFactor`, ∂b = ∂z, and those of its own
    /// tensors.
    /// - Parameters:
    ///   - gateGradients: scratch, (B, G·H).
    ///   - gradients: a row a sample, its numbers in the order of `blocks`. (B, P)
    func rowGradients(
        symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache, gateGradients: Matrix,
        into gradients: Matrix
    ) {
        let common = tensors.common
        let width = common.bias.count
        let recurrentStart = common.inputWeights.count
        let biasStart = recurrentStart + common.recurrentWeights.count
        let ownStart = biasStart + width
        gradients.fill(0)
        let own = gradients.columns(ownStart..<gradients.columns)
        gradients.columns(biasStart..<ownStart).copy(from: window.gateGradients)
        gateGradients.copy(from: window.gateGradients)
        writeOwnRows(own, gateGradients: gateGradients, window: window, cache: cache)
        for (row, symbol) in symbols.enumerated() {
            let target = gradients.pointer + row * gradients.stride
            let gate = gateGradients.pointer + row * width
            if symbol >= 0 { (target + Int(symbol) * width).update(from: gate, count: width) }
            if let values = window.values {
                let start = target + recurrentStart - self.values * width
                addOuterProduct(
                    values.pointer + row * self.values, self.values, gate, width, to: start,
                    stride: width)
            }
        }
        let rows = 0..<window.batch
        forEachRecurrentFactor(of: rows, window: window, cache: cache) { factor, columns in
            let recurrent = window.recurrentGradients.columns(columns)
            let start = gradients.pointer + recurrentStart + columns.lowerBound
            for row in rows {
                addOuterProduct(
                    factor.pointer + row * factor.stride, units,
                    recurrent.pointer + row * recurrent.stride, columns.count,
                    to: start + row * gradients.stride, stride: width)
            }
        }
    }

    /// Adds column ⊗ row to the matrix at `target`, row by row.
    private func addOuterProduct(
        _ column: UnsafePointer<Float>, _ rows: Int, _ row: UnsafePointer<Float>, _ columns: Int,
        to target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        for index in 0..<rows where column[index] != 0 {
            Kernels.table.addScaled(columns, column[index], row, target + index * stride)
        }
    }
}
