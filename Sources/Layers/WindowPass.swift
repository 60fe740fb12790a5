import Tensor

/// One network's forward and backward over one window, in memory taken once.
///
/// A window is T steps of a batch: T·B input indices and T·B targets (−1: not scored), step by step.
/// Gradients are per sample, ∂(Σ_t ℓ(b,t)/Λ)/∂·, and parameter gradients their sums over the batch:
/// whoever steps divides by B.
public final class WindowPass {
    public let network: RecurrentNetwork
    public let batch: Int
    /// The longest window there is room for.
    public let capacity: Int
    private let trace: LSTM.Trace
    private let logitBuffer: Matrix
    private let logitGradients: Matrix
    private let hiddenGradients: Matrix
    /// ∂/∂s_T, set by the caller before `backward`; ∂/∂s_0 after it. (B, S)
    public let stateGradient: Matrix
    private var inputs: ArraySlice<Int32> = []

    public init(network: RecurrentNetwork, batch: Int, capacity: Int, in workspace: Workspace) {
        self.network = network
        self.batch = batch
        self.capacity = capacity
        trace = LSTM.Trace(batch: batch, steps: capacity, units: network.units, in: workspace)
        logitBuffer = workspace.matrix(capacity * batch, network.outputs)
        logitGradients = workspace.matrix(capacity * batch, network.outputs)
        hiddenGradients = workspace.matrix(capacity * batch, network.units)
        stateGradient = workspace.matrix(batch, network.stateWidth)
    }

    /// The number of steps of the latest forward.
    public var steps: Int { inputs.count / batch }

    /// The state the window starts from; set it before `forward`. (B, S)
    public var initialState: Matrix { trace.state(after: 0) }

    /// The state after the latest forward. (B, S)
    public var finalState: Matrix { trace.state(after: steps) }

    /// The logits of the latest forward, (T·B, O).
    public var logits: Matrix { logitBuffer.rows(0..<steps * batch) }

    /// Runs the window from `initialState`.
    /// - Parameter lossScale: Λ, the task's constant divisor of the loss.
    /// - Returns: Σ_b Σ_t ℓ(b,t) of the scored outputs, in nats, not divided by anything.
    public func forward(
        inputs: ArraySlice<Int32>, targets: ArraySlice<Int32>, lossScale: Float
    ) -> Double {
        precondition(
            inputs.count == targets.count && inputs.count <= capacity * batch,
            "\(inputs.count) inputs, \(targets.count) targets, room for \(capacity)x\(batch)")
        self.inputs = inputs
        network.cell.forward(symbols: inputs, trace: trace)
        network.readOut.forward(trace.hidden(steps: steps), into: logits)
        return SoftmaxCrossEntropy.loss(
            logits: logits, targets: targets, scale: 1 / lossScale,
            gradients: logitGradients.rows(0..<steps * batch))
    }

    /// Carries `stateGradient` and the loss of the latest forward back to the window's start. May be
    /// repeated with another `stateGradient`.
    /// - Parameter gradients: a twin of the network, to which the gradients are added; nil when
    ///   only the state gradient is wanted.
    public func backward(into gradients: RecurrentNetwork?) {
        let rows = 0..<steps * batch
        let above = logitGradients.rows(rows)
        let hidden = hiddenGradients.rows(rows)
        network.readOut.inputGradients(of: above, into: hidden)
        if let gradients {
            network.readOut.accumulate(
                gradients.readOut, inputs: trace.hidden(steps: steps), outputGradients: above)
        }
        network.cell.backward(
            symbols: inputs, trace: trace, hiddenGradients: hidden, stateGradient: stateGradient,
            gradients: gradients?.cell)
    }
}
