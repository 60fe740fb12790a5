import Tensor

/// The saved activations of a window that every kind of cell has, kept by its forward for its
/// backward. Row t·B + b is sample b at step t.
package struct WindowCache {
    /// The batch size B.
    package let batch: Int
    /// The number of hidden units H.
    package let units: Int
    /// The state before the window and after each step, ((T+1)·B, S).
    package let states: Matrix
    /// The window's value inputs, (T·B, D), filled by the caller before the forward; nil when
    /// D = 0.
    package let values: Matrix?
    /// The gate activations, (T·B, G·H); those of a cell without gates are its states, aliased.
    package let gates: Matrix
    /// ∂/∂z of the steps whose weight gradients are computed together, (N·B, G·H).
    package let gateGradients: Matrix
    /// The gradients of the products with W_hh of the same steps, (N·B, G·H): `gateGradients`
    /// itself where z only adds the products.
    package let recurrentGradients: Matrix

    /// Rows that are enough to make one product of: more would only take memory, and with it
    /// time, since what the backward has just written is still in the processor's cache.
    private static let enoughRows = 256

    /// Allocates room for windows of up to `steps` steps of a cell with D = `values`.
    init(
        _ facts: CellFacts, units: Int, values: Int, batch: Int, steps: Int,
        in workspace: Workspace
    ) {
        self.batch = batch
        self.units = units
        let width = facts.gates * units
        states = workspace.matrix((steps + 1) * batch, facts.statesPerUnit * units)
        gates =
            facts.gatesAreStates
            ? states.rows(batch..<(steps + 1) * batch) : workspace.matrix(steps * batch, width)
        let together = max(1, min(steps, Self.enoughRows / batch))
        gateGradients = workspace.matrix(together * batch, width)
        self.values = values == 0 ? nil : workspace.matrix(steps * batch, values)
        recurrentGradients =
            facts.addsRecurrentProducts
            ? gateGradients : workspace.matrix(together * batch, width)
    }

    /// The rows of a step.
    package func rows(of step: Int) -> Range<Int> { step * batch..<(step + 1) * batch }

    /// The state after `step` steps, (B, S).
    package func state(after step: Int) -> Matrix { states.rows(rows(of: step)) }

    /// The hidden state h after each of the first `steps` steps, (T·B, H), strided.
    package func hidden(steps: Int) -> Matrix {
        states.rows(batch..<(steps + 1) * batch).columns(0..<units)
    }

    /// The hidden state h before the step of each of `rows`, strided.
    func previousHidden(of rows: Range<Int>) -> Matrix { states.rows(rows).columns(0..<units) }
}
