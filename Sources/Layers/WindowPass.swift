import Tensor

/// One network's forward and backward over one window, in memory taken once.
///
/// Gradients are per sample, ∂(Σ_t ℓ(b,t)/Λ)/∂·, and parameter gradients their sums over the batch:
/// whoever steps divides by B.
public final class WindowPass {
    public let network: RecurrentNetwork
    public let batch: Int
    /// The longest window there is room for.
    public let capacity: Int
    private let trace: CellTrace
    private let outputBuffer: Matrix
    private let outputGradients: Matrix
    private let hiddenGradients: Matrix
    /// ∂/∂s_T, set by the caller before `backward`; ∂/∂s_0 after it. (B, S)
    public let stateGradient: Matrix
    private var symbols: ArraySlice<Int32> = []

    public init(network: RecurrentNetwork, batch: Int, capacity: Int, in workspace: Workspace) {
        self.network = network
        self.batch = batch
        self.capacity = capacity
        trace = network.cell.makeTrace(batch: batch, steps: capacity, in: workspace)
        outputBuffer = workspace.matrix(capacity * batch, network.outputs)
        outputGradients = workspace.matrix(capacity * batch, network.outputs)
        hiddenGradients = workspace.matrix(capacity * batch, network.units)
        stateGradient = workspace.matrix(batch, network.stateWidth)
    }

    /// The number of steps of the latest forward.
    public var steps: Int { symbols.count / batch }

    /// The state the window starts from; set it before `forward`. (B, S)
    public var initialState: Matrix { trace.state(after: 0) }

    /// The state after `step` steps of the latest forward. (B, S)
    public func state(after step: Int) -> Matrix { trace.state(after: step) }

    /// The state after the latest forward. (B, S)
    public var finalState: Matrix { trace.state(after: steps) }

    /// What the network said in the latest forward: logits or values, (T·B, O).
    public var outputs: Matrix { outputBuffer.rows(0..<steps * batch) }

    /// Runs the window from `initialState`.
    /// - Parameter lossScale: Λ, the task's constant divisor of the loss.
    /// - Returns: Σ_b Σ_t ℓ(b,t) of the scored outputs, in nats if it is cross-entropy, not divided
    ///   by anything.
    public func forward(_ window: WindowSteps, lossScale: Float) -> Double {
        let rows = window.symbols.count
        precondition(
            window.targets.count == rows && window.values.count == rows * network.values
                && rows <= capacity * batch,
            "\(rows) symbols, \(window.values.count) values, \(window.targets.count) targets, room "
                + "for \(capacity)x\(batch)")
        symbols = window.symbols
        trace.values?.rows(0..<rows).copy(from: window.values)
        network.cell.forward(symbols: symbols, trace: trace)
        network.readOut.forward(trace.hidden(steps: steps), into: outputs)
        let gradients = outputGradients.rows(0..<rows)
        return window.targetValues.isEmpty
            ? SoftmaxCrossEntropy.loss(
                logits: outputs, targets: window.targets, scale: 1 / lossScale,
                gradients: gradients)
            : SquaredError.loss(
                outputs: outputs, targets: window.targets, values: window.targetValues,
                scale: 1 / lossScale, gradients: gradients)
    }

    /// Carries `stateGradient` and the loss of the latest forward back to the window's start. May be
    /// repeated with another `stateGradient`.
    /// - Parameters:
    ///   - gradients: a twin of the network, to which the gradients are added; nil when only the
    ///     state gradient is wanted.
    ///   - atState: as in `RecurrentCell.backward`.
    public func backward(
        into gradients: RecurrentNetwork?,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)? = nil
    ) {
        let rows = 0..<steps * batch
        let above = outputGradients.rows(rows)
        let hidden = hiddenGradients.rows(rows)
        network.readOut.inputGradients(of: above, into: hidden)
        if let gradients {
            network.readOut.accumulate(
                gradients.readOut, inputs: trace.hidden(steps: steps), outputGradients: above)
        }
        network.cell.backward(
            symbols: symbols, trace: trace, hiddenGradients: hidden, stateGradient: stateGradient,
            gradients: gradients?.cell.tensors, atState: atState)
    }
}
