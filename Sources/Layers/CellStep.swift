import Tensor

/// One step of a network's cell for N independent rows, without read-out and loss: the Jacobians
/// that online learning rules carry forward (RTRL, SnAp-1, RFLO, UORO).
///
/// `backward` multiplies cotangents by ∂s'/∂s; after it `rowGradients` multiplies them by ∂s'/∂θ,
/// the immediate Jacobian, both row by row.
///
/// Shapes: states (N, S), gradients (N, P).
package final class CellStep {
    /// The number of the cell's parameters P.
    package let parameterCount: Int
    /// The number of rows N.
    package let rows: Int
    private let pass: any CellPass
    private let gateGradients: Matrix
    private var symbols: ArraySlice<Int32> = []

    /// Takes memory for N = `rows` rows of the network's cell, whose tensors are aliased.
    package init(network: RecurrentNetwork, rows: Int, in workspace: Workspace) {
        self.rows = rows
        parameterCount = network.cellParameterCount
        pass = network.cell.makePass(batch: rows, steps: 1, in: workspace)
        gateGradients = workspace.matrix(rows, pass.window.gateGradients.columns)
    }

    /// The state s the step starts from, (N, S); set before `forward`.
    package var state: Matrix { pass.window.state(after: 0) }

    /// The state s' after `forward`, (N, S).
    package var next: Matrix { pass.window.state(after: 1) }

    /// Computes s' from s.
    /// - Parameters:
    ///   - symbols: N indices, −1 for none.
    ///   - values: N rows of D.
    package func forward(symbols: ArraySlice<Int32>, values: ArraySlice<Float> = []) {
        precondition(
            symbols.count == rows && values.count == (pass.window.values?.count ?? 0),
            "\(symbols.count) symbols and \(values.count) values for a step of \(rows) rows")
        self.symbols = symbols
        pass.window.values?.copy(from: values)
        pass.forward(symbols: symbols)
    }

    /// Multiplies every row v of `cotangents` by the Jacobian of the latest forward: v becomes
    /// v·∂s'/∂s.
    /// - Parameters:
    ///   - cotangents: (N, S), contiguous.
    ///   - holdingRecurrentProducts: whether what W_hh multiplies is held constant, so that only
    ///     the cell's own carry remains: f from c' to c of an LSTM, z from h' to h of a GRU,
    ///     nothing of an Elman network. That is what RFLO keeps.
    package func backward(_ cotangents: Matrix, holdingRecurrentProducts: Bool = false) {
        cotangents.requireContiguous("the backward of a step")
        precondition(
            cotangents.rows == rows && cotangents.columns == state.columns,
            "cotangents \(cotangents.shape) for states \(state.shape)")
        pass.backwardStep(cotangents, holdingRecurrentProducts: holdingRecurrentProducts)
    }

    /// Writes ∂(v_r·s'_r)/∂θ to row r of `gradients`, v the cotangents given to the latest backward
    /// and θ the cell's tensors in the order of `RecurrentNetwork.parameters`, whose first P
    /// numbers they are. What that backward held constant is held constant here.
    /// - Parameter gradients: (N, P), overwritten.
    package func rowGradients(into gradients: Matrix) {
        precondition(
            gradients.rows == rows && gradients.columns == parameterCount,
            "gradients \(gradients.shape) of \(rows) rows and \(parameterCount) parameters")
        pass.rowGradients(symbols: symbols, gateGradients: gateGradients, into: gradients)
    }
}
