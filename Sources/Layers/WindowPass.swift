import Tensor

/// One network's forward and backward over one window, in memory taken once.
///
/// Gradients are per sample, ∂(Σ_t ℓ(b,t)/Λ)/∂·, and parameter gradients their sums over the batch:
/// the optimizer's step divides by B.
package final class WindowPass {
    /// The network, whose tensors are aliased.
    package let network: RecurrentNetwork
    /// The batch size B.
    package let batch: Int
    /// The number of steps of the longest window there is room for.
    package let capacity: Int
    private let cell: any CellPass
    private let window: WindowCache
    private let outputBuffer: Matrix
    private let outputGradients: Matrix
    /// What `hiddenGradient(ofStep:)` returns, (B, H).
    private let hiddenGradient: Matrix
    /// The gradient ∂/∂s_T, set by the caller before `backward`; ∂/∂s_0 after it. (B, S)
    package let stateGradient: Matrix
    private var symbols: ArraySlice<Int32> = []

    /// Takes memory for windows of up to `capacity` steps.
    package init(network: RecurrentNetwork, batch: Int, capacity: Int, in workspace: Workspace) {
        self.network = network
        self.batch = batch
        self.capacity = capacity
        cell = network.cell.makePass(batch: batch, steps: capacity, in: workspace)
        window = cell.window
        outputBuffer = workspace.matrix(capacity * batch, network.outputs)
        outputGradients = workspace.matrix(capacity * batch, network.outputs)
        hiddenGradient = workspace.matrix(batch, network.units)
        stateGradient = workspace.matrix(batch, network.stateWidth)
    }

    /// The number of steps of the latest forward.
    package var steps: Int { symbols.count / batch }

    /// The state the window starts from; set it before `forward`. (B, S)
    package var initialState: Matrix { window.state(after: 0) }

    /// The state after `step` steps of the latest forward. (B, S)
    package func state(after step: Int) -> Matrix { window.state(after: step) }

    /// The state after the latest forward. (B, S)
    package var finalState: Matrix { window.state(after: steps) }

    /// The network's outputs of the latest forward: logits or values, (T·B, O).
    package var outputs: Matrix { outputBuffer.rows(0..<steps * batch) }

    /// Runs the window from `initialState`.
    /// - Parameter lossScale: Λ, the task's constant divisor of the loss.
    /// - Returns: Σ_b Σ_t ℓ(b,t) of the scored outputs, in nats if it is cross-entropy, not divided
    ///   by anything.
    package func forward(_ contents: WindowSteps, lossScale: Float) -> Double {
        let rows = contents.symbols.count
        precondition(
            contents.targets.count == rows && contents.values.count == rows * network.values
                && rows <= capacity * batch,
            "\(rows) symbols, \(contents.values.count) values, \(contents.targets.count) targets, "
                + "room for \(capacity)x\(batch)")
        symbols = contents.symbols
        window.values?.rows(0..<rows).copy(from: contents.values)
        cell.forward(symbols: symbols)
        network.readOut.forward(window.hidden(steps: steps), into: outputs)
        let gradients = outputGradients.rows(0..<rows)
        return contents.targetValues.isEmpty
            ? SoftmaxCrossEntropy.loss(
                logits: outputs, targets: contents.targets, scale: 1 / lossScale,
                gradients: gradients)
            : SquaredError.loss(
                outputs: outputs, targets: contents.targets, values: contents.targetValues,
                scale: 1 / lossScale, gradients: gradients)
    }

    /// Carries `stateGradient` and the loss of the latest forward back to the window's start. May
    /// be repeated with another `stateGradient`.
    /// - Parameters:
    ///   - gradients: `zerosLike()` of the network, to which the gradients are added; nil when only
    ///     the state gradient is wanted.
    ///   - atState: called after each step t, T − 1 down to 0, with ∂/∂s_t of the later steps' loss
    ///     and of `stateGradient` as given, (B, S), which it may change.
    package func backward(
        into gradients: RecurrentNetwork?,
        atState: ((_ step: Int, _ gradient: Matrix) -> Void)? = nil
    ) {
        if let gradients { accumulateReadOut(into: gradients) }
        cell.backward(
            symbols: symbols, stateGradient: stateGradient, gradients: gradients?.cell,
            above: { step, hidden in
                network.readOut.inputGradients(
                    of: outputGradients.rows(window.rows(of: step)), into: hidden,
                    accumulating: true)
            }, atState: atState)
    }

    /// Adds the gradients of the read-out alone, W_hy and b_y, of the latest forward.
    /// - Parameter gradients: `zerosLike()` of the network, added to.
    package func accumulateReadOut(into gradients: RecurrentNetwork) {
        network.readOut.accumulate(
            gradients.readOut, inputs: window.hidden(steps: steps),
            outputGradients: outputGradients.rows(0..<steps * batch))
    }

    /// Computes ∂(ℓ(b,t)/Λ)/∂h_t, the gradient that step t's own loss sends to the hidden state
    /// after it, without anything from later steps. (B, H), valid until the next call.
    /// - Parameter step: t of the latest forward, counted from 0.
    package func hiddenGradient(ofStep step: Int) -> Matrix {
        precondition(step >= 0 && step < steps, "step \(step) of \(steps)")
        network.readOut.inputGradients(
            of: outputGradients.rows(window.rows(of: step)), into: hiddenGradient)
        return hiddenGradient
    }

    /// ∂(ℓ(b,t)/Λ)/∂y_t, the gradient of step t's own loss with respect to the outputs, aliased.
    /// (B, O), valid until the next forward.
    /// - Parameter step: t of the latest forward, counted from 0.
    package func outputGradient(ofStep step: Int) -> Matrix {
        precondition(step >= 0 && step < steps, "step \(step) of \(steps)")
        return outputGradients.rows(window.rows(of: step))
    }
}
