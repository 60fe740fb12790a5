import Tensor

/// A recurrent cell over windows of inputs, with explicit forward and backward.
///
/// An input is a symbol, the index of a one-hot vector (−1: the zero vector), and beside it D real
/// values v: x·W_xh = W_xh[symbol] + v·W_v, W_v the last D rows of W_xh.
///
/// Shape letters: B batch, T window length, D values, I = symbols + D, H units, G gates, S state
/// width. A state row begins with h.
public protocol RecurrentCell {
    var tensors: CellTensors { get }
    /// H.
    var units: Int { get }
    /// S.
    var stateWidth: Int { get }

    /// Room for windows of up to `steps` steps.
    func makeTrace(batch: Int, steps: Int, in workspace: Workspace) -> CellTrace

    /// Runs T steps from `trace.state(after: 0)`, which with `trace.values` is filled before.
    /// - Parameter symbols: T·B of them, step by step; their number decides T.
    func forward(symbols: ArraySlice<Int32>, trace: CellTrace)

    /// Carries gradients back through the window last run forward into `trace`.
    ///
    /// - Parameters:
    ///   - symbols: the same as in `forward`.
    ///   - hiddenGradients: ∂/∂h of each step from above, (T·B, H).
    ///   - stateGradient: ∂/∂s_T on entry, ∂/∂s_0 on return, (B, S).
    ///   - gradients: tensors to which the window's gradients are added; nil when only the state
    ///     gradient is wanted.
    ///   - atState: called after each step t, T − 1 down to 0, with `stateGradient`, which is then
    ///     ∂/∂s_t of the later steps' loss and of what arrives at the window's end; may change it.
    func backward(
        symbols: ArraySlice<Int32>, trace: CellTrace, hiddenGradients: Matrix,
        stateGradient: Matrix, gradients: CellTensors?,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)?)
}

/// The tensors of a cell, or the gradients of such tensors.
public struct CellTensors {
    /// W_xh (I, G·H).
    public let inputWeights: Matrix
    /// W_hh (H, G·H).
    public let recurrentWeights: Matrix
    /// b (G·H).
    public let bias: Matrix
    /// b_hn (H) of a GRU.
    public let recurrentBias: Matrix?
    /// gamma_x and gamma_h (4H) of an LSTM with layer normalization.
    public let inputGains: Matrix?
    public let recurrentGains: Matrix?

    /// The tensors of `CellKind.blocks` in `parameters`, aliased.
    public init(_ parameters: Parameters) {
        inputWeights = parameters["W_xh"]
        recurrentWeights = parameters["W_hh"]
        bias = parameters["b"]
        let names = Set(parameters.blocks.map(\.name))
        let optional = { (name: String) in names.contains(name) ? parameters[name] : nil }
        recurrentBias = optional("b_hn")
        inputGains = optional("gamma_x")
        recurrentGains = optional("gamma_h")
    }
}

/// The cells there are.
public enum CellKind: String, CaseIterable, Sendable {
    case lstm
    case lstmLayerNorm = "lstm_layer_norm"
    case gru
    case elman

    /// G.
    private var gates: Int {
        switch self {
        case .lstm, .lstmLayerNorm: 4
        case .gru: 3
        case .elman: 1
        }
    }

    /// S.
    public func stateWidth(units: Int) -> Int {
        switch self {
        case .lstm, .lstmLayerNorm: 2 * units
        case .gru, .elman: units
        }
    }

    /// The cell's tensors.
    public func blocks(inputs: Int, units: Int) -> [Parameters.Block] {
        let width = gates * units
        let common: [Parameters.Block] = [
            .init("W_xh", inputs, width), .init("W_hh", units, width), .init("b", width),
        ]
        return switch self {
        case .lstm, .elman: common
        case .gru: common + [.init("b_hn", units)]
        case .lstmLayerNorm: common + [.init("gamma_x", width), .init("gamma_h", width)]
        }
    }

    /// The columns of b that belong to a forget gate, if there is one.
    func forgetGate(units: Int) -> Range<Int>? {
        switch self {
        case .lstm, .lstmLayerNorm: units..<2 * units
        case .gru, .elman: nil
        }
    }

    /// A cell over tensors that live elsewhere, aliased.
    /// - Parameter values: D.
    public func cell(over tensors: CellTensors, values: Int) -> any RecurrentCell {
        switch self {
        case .lstm: LSTM(over: tensors, values: values)
        case .lstmLayerNorm: LayerNormLSTM(over: tensors, values: values)
        case .gru: GRU(over: tensors, values: values)
        case .elman: Elman(over: tensors, values: values)
        }
    }
}
