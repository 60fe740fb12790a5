import Tensor

/// A kind of recurrent cell: its facts, its tensors, and one step forward and back.
///
/// An input is a symbol, the index of a one-hot vector (−1: the zero vector), and beside it D real
/// values v: x·W_xh = W_xh[symbol] + v·W_v, W_v the last D rows of W_xh. The way through a window,
/// the gradients of the tensors all cells have, and `CellStep` are shared; a new cell is one file
/// with a conforming type.
///
/// Shape letters: B batch, T window length, D values, I = symbols + D, H units, G gates, S state
/// width. A state row begins with h; z (B, G·H) are the pre-activations.
package protocol RecurrentCell {
    /// The cell's tensors.
    associatedtype Tensors: CellTensors = CommonTensors
    /// The saved activations that only this kind of cell has.
    associatedtype Cache = Void

    /// The facts the shared machinery needs.
    static var facts: CellFacts { get }
    /// The tensors a cell has beside W_xh, W_hh and b, which they follow; none by default.
    static func ownBlocks(units: Int) -> [Parameters.Block]

    /// A cell over tensors that live elsewhere, aliased.
    /// - Parameter values: the number of real-valued inputs D.
    init(tensors: Tensors, values: Int)

    /// The tensors the cell computes with.
    var tensors: Tensors { get }
    /// The number of real values D in an input.
    var values: Int { get }

    /// Fills the tensors of `ownBlocks` with their initial numbers; by default there are none.
    func initializeOwn()

    /// Allocates the cell's own saved activations of windows of up to `steps` steps.
    func makeCache(batch: Int, steps: Int, in workspace: Workspace) -> Cache

    /// Computes, before the first step, what the inputs of `rows` bring at once. By default v·W_v,
    /// written to `window.gates` when there are values.
    func readInputs(
        _ symbols: ArraySlice<Int32>, rows: Range<Int>, window: WindowCache, cache: Cache)

    /// Runs one step forward: from the state before it to the state after it.
    func forward(
        step: Int, symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache)

    /// Runs one step back but for the recurrent products, those with W_hh.
    ///
    /// Writes ∂z to the rows `slot` of `window.gateGradients` and the gradients of the products to
    /// those of `window.recurrentGradients`.
    /// - Parameter stateGradient: ∂/∂s' on entry, (B, S), contiguous; on return ∂/∂s with what W_hh
    ///   multiplies held constant, the columns of h undefined unless the cell `carriesHidden`.
    func backward(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, stateGradient: Matrix)

    /// Runs the recurrent products of a step back, after its `backward`: adds to ∂/∂h what comes
    /// through them. By default one product with W_hhᵀ.
    ///
    /// A cell in which one product depends on another adds here to the rows `slot` of
    /// `window.gateGradients` and `window.recurrentGradients` what comes through the later one.
    /// - Parameter hiddenGradient: ∂/∂h as `backward` left it, (B, H), strided.
    func backwardRecurrentProducts(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, hiddenGradient: Matrix)

    /// Calls `body` with every matrix that columns of W_hh multiply, at some rows of a window, and
    /// with those columns. By default with h and all columns.
    /// - Parameter body: gets the factor, a row for each of `rows`, (N, H), strided.
    func forEachRecurrentFactor(
        of rows: Range<Int>, window: WindowCache, cache: Cache,
        _ body: (_ factor: Matrix, _ columns: Range<Int>) -> Void)

    /// Adds the gradients of the tensors of `ownBlocks`, summed over `rows`; leaves in
    /// `gateGradients`, ∂z on entry, the gradients of the products x·W_xh. By default does nothing.
    func accumulateOwn(
        _ gradients: Tensors, of rows: Range<Int>, gateGradients: Matrix, window: WindowCache,
        cache: Cache)

    /// Writes the gradients of the tensors of `ownBlocks` for every row of a window of one step by
    /// itself; leaves in `gateGradients`, ∂z on entry, the gradients of the products x·W_xh.
    /// Does nothing unless the cell has something to do.
    /// - Parameter own: a row a sample, its numbers in the order of `ownBlocks`; strided.
    func writeOwnRows(
        _ own: Matrix, gateGradients: Matrix, window: WindowCache, cache: Cache)

    // Implemented for all cells; requirements only so that every cell has a compilation of its own.

    /// Runs T steps from `window.state(after: 0)`, which with `window.values` is filled before.
    /// - Parameter symbols: T·B of them, step by step; their number decides T.
    func forward(symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache)

    /// Carries gradients back through the window last run forward.
    ///
    /// - Parameters:
    ///   - symbols: those of the forward.
    ///   - stateGradient: ∂/∂s_T on entry, ∂/∂s_0 on return, (B, S).
    ///   - gradients: tensors to which the window's gradients are added; nil when only the state
    ///     gradient is wanted.
    ///   - above: adds to the hidden gradient, (B, H), strided, what arrives at a step from above.
    ///   - atState: called after each step t, T − 1 down to 0, with `stateGradient`, which is then
    ///     ∂/∂s_t of the later steps' loss and of what arrives at the window's end; may change it.
    func backward(
        symbols: ArraySlice<Int32>, window: WindowCache, cache: Cache, stateGradient: Matrix,
        gradients: Tensors?, above: (_ step: Int, _ hiddenGradient: Matrix) -> Void,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)?)
}

extension RecurrentCell {
    /// A cell over the tensors of `blocks` in `parameters`, aliased.
    /// - Parameter values: the number of real-valued inputs D.
    init(over parameters: Parameters, values: Int) {
        self.init(tensors: Tensors(parameters), values: values)
    }

    /// The state width S.
    package static func stateWidth(units: Int) -> Int { facts.statesPerUnit * units }

    /// The names and shapes of the cell's tensors: W_xh, W_hh, b, then its own.
    package static func blocks(inputs: Int, units: Int) -> [Parameters.Block] {
        let width = facts.gates * units
        return [
            .init("W_xh", ["input": inputs, "gate_unit": width]),
            .init("W_hh", ["unit": units, "gate_unit": width]), .init("b", ["gate_unit": width]),
        ] + ownBlocks(units: units)
    }

    /// No tensors of its own.
    package static func ownBlocks(units: Int) -> [Parameters.Block] { [] }

    /// The number of hidden units H.
    package var units: Int { tensors.common.recurrentWeights.rows }

    /// Does nothing: a cell without tensors of its own.
    package func initializeOwn() {}

    /// Reads v·W_v into `window.gates` when there are values.
    package func readInputs(
        _ symbols: ArraySlice<Int32>, rows: Range<Int>, window: WindowCache, cache: Cache
    ) {
        readValues(rows: rows, window: window, into: window.gates.rows(rows))
    }

    /// Multiplies by W_hhᵀ: a cell whose only recurrent product is h·W_hh.
    package func backwardRecurrentProducts(
        step: Int, slot: Range<Int>, window: WindowCache, cache: Cache, hiddenGradient: Matrix
    ) {
        hiddenGradient.multiply(
            window.recurrentGradients.rows(slot), by: tensors.common.recurrentWeights,
            byTransposed: true, accumulating: Self.facts.carriesHidden)
    }

    /// Calls `body` once: a cell whose only recurrent product is h·W_hh.
    package func forEachRecurrentFactor(
        of rows: Range<Int>, window: WindowCache, cache: Cache,
        _ body: (_ factor: Matrix, _ columns: Range<Int>) -> Void
    ) {
        body(window.previousHidden(of: rows), 0..<tensors.common.recurrentWeights.columns)
    }

    /// Adds nothing: a cell without tensors of its own.
    package func accumulateOwn(
        _ gradients: Tensors, of rows: Range<Int>, gateGradients: Matrix, window: WindowCache,
        cache: Cache
    ) {}

    /// Writes nothing: a cell without tensors of its own.
    package func writeOwnRows(
        _ own: Matrix, gateGradients: Matrix, window: WindowCache, cache: Cache
    ) {}
}

extension RecurrentCell where Cache == Void {
    /// Allocates nothing: a cell whose saved activations are those of every cell.
    package func makeCache(batch: Int, steps: Int, in workspace: Workspace) {}
}
