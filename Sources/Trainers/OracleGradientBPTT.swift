import Layers
import Tensor

/// Truncated BPTT with the exact future gradient at the boundary: what a perfect synthesizer would
/// say, and so the most that any could bring.
///
/// The rest of the sequence is run ahead with the present parameters and carried back, window by
/// window, each run forward again from its stored first state: the memory of two windows and a
/// state a window, at about twice the cost of the sequence for every window.
public final class OracleGradientBPTT: Trainer {
    public let core: RecurrentCore
    private let ahead: WindowPass
    private let workspace: Workspace
    /// The first states of the windows ahead, (B, S) each.
    private var states: [Matrix] = []
    /// The exact ∂(future loss)/∂s_T. (B, S)
    private let gradient: Matrix

    /// - Parameter capacity: steps run ahead at a time.
    public init(_ core: RecurrentCore, capacity: Int, in workspace: Workspace) {
        self.core = core
        self.workspace = workspace
        ahead = WindowPass(
            network: core.network, batch: core.batch, capacity: capacity, in: workspace)
        gradient = workspace.matrix(core.batch, core.network.stateWidth)
    }

    public func train(on window: Window, capturing: Bool) -> StepReport {
        core.train(on: window, capturing: capturing) { capture in
            runAhead(of: window)
            core.backward(from: gradient, scale: core.switches.sgScale)
            capture?.add(gradient, as: "synthetic_gradient")
            capture?.note("sg_applied", window.isLast ? "no" : "yes")
            let norm = (gradient.sumOfSquares / Double(core.batch)).squareRoot()
            return BoundaryReport(syntheticGradientNorm: window.isLast ? nil : norm)
        }
    }

    /// Leaves ∂(loss after the window)/∂s_T in `gradient`; zero at the sequence's end.
    private func runAhead(of window: Window) {
        let sequences = window.sequences
        let starts = stride(
            from: window.steps.upperBound, to: sequences.steps, by: ahead.capacity)
        let windows = starts.map {
            Window(sequences, steps: $0..<min($0 + ahead.capacity, sequences.steps))
        }
        while states.count < windows.count {
            states.append(workspace.matrix(core.batch, core.network.stateWidth))
        }
        var state = core.pass.finalState
        for (index, window) in windows.enumerated() {
            states[index].copy(from: state)
            run(window, from: states[index])
            state = ahead.finalState
        }
        gradient.fill(0)
        for (index, window) in windows.enumerated().reversed() {
            run(window, from: states[index])
            ahead.stateGradient.copy(from: gradient)
            ahead.backward(into: nil)
            gradient.copy(from: ahead.stateGradient)
        }
    }

    private func run(_ window: Window, from state: Matrix) {
        ahead.initialState.copy(from: state)
        _ = ahead.forward(
            WindowSteps(symbols: window.inputs, targets: window.targets),
            lossScale: window.sequences.lossScale)
    }
}
