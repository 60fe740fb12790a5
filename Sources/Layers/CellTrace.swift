import Tensor

/// What a window's forward leaves for its backward. Row t·B + b is sample b at step t.
public struct CellTrace {
    let batch: Int
    let units: Int
    /// (T+1)·B rows of S numbers: the state before the window and after each step.
    public let states: Matrix
    /// The window's value inputs, (T·B, D), for whoever runs the forward to fill; nil when D = 0.
    public let values: Matrix?
    /// T·B rows of gate activations, (T·B, G·H). Those of an Elman network are its states.
    let gates: Matrix
    /// Pre-activation gradients of the steps whose weight gradients are computed together.
    let gateGradients: Matrix
    /// The gradients of the same steps' products h·W_hh: `gateGradients` itself where the products
    /// are only added.
    let recurrentGradients: Matrix
    /// W_hhᵀ (G·H, H), which serves every step of a backward.
    let transposedWeights: Matrix
    /// What single cells keep besides.
    let gru: GRU.Cache?
    let layerNormLSTM: LayerNormLSTM.Cache?

    /// Rows that are enough to make one product of: more would only take memory, and with it
    /// time, since what the backward has just written is still in the cache.
    private static let enoughRows = 256

    /// Room for windows of up to `steps` steps of `cell`.
    /// - Parameter gatesAreStates: the cell has no activations but its states.
    init(
        cell: some SteppedCell, batch: Int, steps: Int, gatesAreStates: Bool = false,
        gru: GRU.Cache? = nil, layerNormLSTM: LayerNormLSTM.Cache? = nil, in workspace: Workspace
    ) {
        self.batch = batch
        units = cell.units
        let width = cell.tensors.bias.count
        states = workspace.matrix((steps + 1) * batch, cell.stateWidth)
        gates =
            gatesAreStates
            ? states.rows(batch..<(steps + 1) * batch) : workspace.matrix(steps * batch, width)
        let together = max(1, min(steps, Self.enoughRows / batch))
        gateGradients = workspace.matrix(together * batch, width)
        transposedWeights = workspace.matrix(width, units)
        values = cell.values == 0 ? nil : workspace.matrix(steps * batch, cell.values)
        self.gru = gru
        self.layerNormLSTM = layerNormLSTM
        recurrentGradients =
            gru == nil && layerNormLSTM == nil
            ? gateGradients : workspace.matrix(together * batch, width)
    }

    /// The state after `step` steps, (B, S).
    public func state(after step: Int) -> Matrix {
        states.rows(step * batch..<(step + 1) * batch)
    }

    /// h after each of the first `steps` steps, (T·B, H), strided.
    public func hidden(steps: Int) -> Matrix {
        states.rows(batch..<(steps + 1) * batch).columns(0..<units)
    }

    /// h before the step of each of `rows`, strided.
    func previousHidden(of rows: Range<Int>) -> Matrix {
        states.rows(rows).columns(0..<units)
    }
}
