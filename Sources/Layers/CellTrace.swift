import Tensor

/// What a window's forward leaves for its backward. Row t·B + b is sample b at step t.
public struct CellTrace {
    let batch: Int
    let units: Int
    /// (T+1)·B rows of S numbers: the state before the window and after each step.
    public let states: Matrix
    /// The window's value inputs, (T·B, D), for whoever runs the forward to fill; nil when D = 0.
    public let values: Matrix?
    /// T·B rows of gate activations, (T·B, G·H).
    let gates: Matrix
    /// Pre-activation gradients of the steps whose weight gradients are computed together.
    let gateGradients: Matrix
    /// W_hhᵀ (G·H, H), which serves every step of a backward.
    let transposedWeights: Matrix

    /// Rows that are enough to make one product of: more would only take memory, and with it
    /// time, since what the backward has just written is still in the cache.
    private static let enoughRows = 256

    /// - Parameters:
    ///   - width: G·H.
    ///   - values: D.
    init(
        cell: some RecurrentCell, width: Int, values: Int, batch: Int, steps: Int,
        in workspace: Workspace
    ) {
        self.batch = batch
        units = cell.units
        states = workspace.matrix((steps + 1) * batch, cell.stateWidth)
        gates = workspace.matrix(steps * batch, width)
        let together = max(1, min(steps, Self.enoughRows / batch))
        gateGradients = workspace.matrix(together * batch, width)
        transposedWeights = workspace.matrix(width, units)
        self.values = values == 0 ? nil : workspace.matrix(steps * batch, values)
    }

    /// The state after `step` steps, (B, S).
    public func state(after step: Int) -> Matrix {
        states.rows(step * batch..<(step + 1) * batch)
    }

    /// h after each of the first `steps` steps, (T·B, H), strided.
    public func hidden(steps: Int) -> Matrix {
        states.rows(batch..<(steps + 1) * batch).columns(0..<units)
    }

    /// h before each of `rows`' steps, strided.
    func previousHidden(of rows: Range<Int>) -> Matrix {
        states.rows(rows).columns(0..<units)
    }
}
