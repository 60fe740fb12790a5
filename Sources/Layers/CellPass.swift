import Tensor

/// A cell over memory for windows of a batch, its kind hidden: what networks of any cell hold.
///
/// A window costs one dynamic call; the loop over its steps is compiled for every kind of cell.
package protocol CellPass: AnyObject {
    /// The states, inputs and saved activations of the latest window.
    var window: WindowCache { get }

    /// Runs T steps from `window.state(after: 0)`, which with `window.values` is filled before.
    /// - Parameter symbols: T·B of them, step by step; their number decides T.
    func forward(symbols: ArraySlice<Int32>)

    /// Carries gradients back through the window last run forward.
    /// - Parameters: those of `RecurrentCell.backward`, but `gradients` a cell of the same kind
    ///   over gradient tensors.
    func backward(
        symbols: ArraySlice<Int32>, stateGradient: Matrix, gradients: (any RecurrentCell)?,
        above: (_ step: Int, _ hiddenGradient: Matrix) -> Void,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)?)

    /// Runs the only step of a window back; ∂/∂s' becomes ∂/∂s, (B, S).
    func backwardStep(_ stateGradient: Matrix, holdingRecurrentProducts: Bool)

    /// Writes the parameter gradients of every row of a window of one step, after its backward.
    /// - Parameters:
    ///   - gateGradients: scratch, (B, G·H).
    ///   - gradients: a row a sample, its numbers in the order of `RecurrentCell.blocks`. (B, P)
    func rowGradients(
        symbols: ArraySlice<Int32>, gateGradients: Matrix, into gradients: Matrix)
}

extension RecurrentCell {
    /// Takes memory for windows of up to `steps` steps.
    package func makePass(batch: Int, steps: Int, in workspace: Workspace) -> any CellPass {
        KnownCellPass(self, batch: batch, steps: steps, in: workspace)
    }
}

/// A pass of one kind of cell with its own saved activations.
private final class KnownCellPass<Cell: RecurrentCell>: CellPass {
    let window: WindowCache
    private let cell: Cell
    private let cache: Cell.Cache

    init(_ cell: Cell, batch: Int, steps: Int, in workspace: Workspace) {
        self.cell = cell
        cache = cell.makeCache(batch: batch, steps: steps, in: workspace)
        window = WindowCache(
            Cell.facts, units: cell.units, values: cell.values, batch: batch, steps: steps,
            in: workspace)
    }

    func forward(symbols: ArraySlice<Int32>) {
        cell.forward(symbols: symbols, window: window, cache: cache)
    }

    func backward(
        symbols: ArraySlice<Int32>, stateGradient: Matrix, gradients: (any RecurrentCell)?,
        above: (_ step: Int, _ hiddenGradient: Matrix) -> Void,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)?
    ) {
        cell.backward(
            symbols: symbols, window: window, cache: cache, stateGradient: stateGradient,
            gradients: gradients.map(tensors), above: above, atState: atState)
    }

    private func tensors(of gradients: any RecurrentCell) -> Cell.Tensors {
        guard let gradients = gradients as? Cell else {
            preconditionFailure("gradients of a \(type(of: gradients)) for a \(Cell.self)")
        }
        return gradients.tensors
    }

    func backwardStep(_ stateGradient: Matrix, holdingRecurrentProducts: Bool) {
        cell.backwardStep(
            stateGradient, holdingRecurrentProducts: holdingRecurrentProducts, window: window,
            cache: cache)
    }

    func rowGradients(
        symbols: ArraySlice<Int32>, gateGradients: Matrix, into gradients: Matrix
    ) {
        cell.rowGradients(
            symbols: symbols, window: window, cache: cache, gateGradients: gateGradients,
            into: gradients)
    }
}
