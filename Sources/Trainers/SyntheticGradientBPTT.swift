import Tasks
import Tensor

/// Truncated BPTT with a synthetic gradient at the boundary.
///
/// For the window from state s_0 to s_T: ĝ = synth(s_T) stands for the gradient from beyond the
/// window where the sequence goes on; the backward pass starts from scale·ĝ and ends in
/// g_0 = ∂/∂s_0; the synthesizer at s_0 is regressed to g_0, a bootstrapped target, since ĝ is part
/// of it. At a sequence's start nobody needs that prediction and it is not trained. An auxiliary
/// head at s_0 is regressed to ĝ, the synthetic gradient of a window later (DNI+Aux).
///
/// With a mixing λ below 1 synthetic gradients enter at the states inside the window as well, and
/// the synthesizer is trained there too, each time to what was back-propagated.
///
/// Source: Jaderberg et al. 2017, sections 2 and 3.1; mixing from its supplement.
public final class SyntheticGradientBPTT: Trainer {
    public let core: RecurrentCore
    public let interface: DecoupledNeuralInterface
    /// Nil: the bootstrapped targets described above.
    private let returns: (any ReturnTargets)?
    /// ĝ at the window's end, not scaled. (B, S)
    private let prediction: Matrix
    /// The same as it enters the target.
    private let bootstrap: Matrix
    /// ĝ at a state inside the window.
    private let inner: Matrix
    /// What the synthesizer at s_0 is to predict. (B, S)
    private let target: Matrix
    private let zeros: Matrix

    /// - Parameter returns: where the synthesizer's targets come from instead.
    public init(
        _ core: RecurrentCore, _ interface: DecoupledNeuralInterface,
        returns: (any ReturnTargets)? = nil, in workspace: Workspace
    ) {
        self.core = core
        self.interface = interface
        self.returns = returns
        let width = core.network.stateWidth
        prediction = workspace.matrix(core.batch, width)
        bootstrap = workspace.matrix(core.batch, width)
        inner = workspace.matrix(core.batch, width)
        target = workspace.matrix(core.batch, width)
        zeros = workspace.matrix(core.batch, width)
    }

    public func train(on window: Window, capturing: Bool) -> StepReport {
        core.train(on: window, capturing: capturing) { capture in
            let isPredicted = !window.isLast || core.options.sequenceEnd != .zero
            let isApplied = core.updates >= core.options.warmUp
            interface.beginWindow()
            predict(window, isPredicted)
            capture?.beginSynthesizer(
                interface, window, prediction: prediction, isPredicted: isPredicted,
                isApplied: isApplied, isSumming: core.options.stepPer == .sequence)
            if let returns { capture?.add(returns, window) }
            if window.isLast && core.options.sequenceEnd == .regressedToZero {
                interface.regress(
                    core.pass.finalState, at: window.steps.upperBound, of: window.sequences,
                    targets: zeros)
            }
            backward(window, isApplied: isApplied)
            capture?.recordSynthesizer(interface, target: target)
            let hasStepped = core.steps(after: window) && interface.step()
            capture?.finishSynthesizer(interface, stepped: hasStepped)
            let norm = (prediction.sumOfSquares / Double(core.batch)).squareRoot()
            return BoundaryReport(
                synthesizerLoss: interface.loss.value,
                auxiliaryLoss: interface.auxiliaryLoss.value,
                syntheticGradientNorm: isPredicted ? norm : nil)
        }
    }

    /// Leaves ĝ at the window's end, or zero where there is none, in `prediction` and `bootstrap`.
    private func predict(_ window: Window, _ isPredicted: Bool) {
        guard isPredicted else {
            prediction.fill(0)
            bootstrap.fill(0)
            return
        }
        let (state, end) = (core.pass.finalState, window.steps.upperBound)
        interface.predict(state, at: end, of: window.sequences, into: prediction)
        if interface.copy != nil {
            interface.predictBootstrap(state, at: end, of: window.sequences, into: bootstrap)
        } else {
            bootstrap.copy(from: prediction)
        }
    }

    /// The synthesizer's lesson and the network's backward: one pass when both see the same ĝ.
    private func backward(_ window: Window, isApplied: Bool) {
        let options = core.options
        let isSame =
            returns == nil && interface.copy == nil && isApplied
            && options.bootstrapScale == options.sgScale
        if let returns {
            returns.regress(interface, on: window, in: core, target: target)
        } else if !isSame {
            pass(
                window, Arriving(gradient: bootstrap, scale: options.bootstrapScale),
                bootstrapping: true, teaching: true)
        }
        pass(
            window, isApplied ? Arriving(gradient: prediction, scale: options.sgScale) : nil,
            bootstrapping: false, teaching: isSame)
    }

    /// A synthetic gradient as it enters a pass.
    private struct Arriving {
        let gradient: Matrix
        let scale: Double
    }

    /// One backward pass.
    /// - Parameters:
    ///   - arriving: what comes from beyond the window; nil also mixes nothing in.
    ///   - bootstrapping: the pass is for the targets: its ĝ are those of targets, and no parameter
    ///     gradient is wanted.
    ///   - teaching: the synthesizer learns what is back-propagated.
    private func pass(
        _ window: Window, _ arriving: Arriving?, bootstrapping: Bool, teaching: Bool
    ) {
        let mixing = core.options.mixing
        var atState: ((Int, Matrix) -> Void)?
        if let arriving, mixing < 1 {
            atState = { [self] step, gradient in
                guard step > 0 else { return }
                let state = core.pass.state(after: step)
                let position = window.steps.lowerBound + step
                if teaching {
                    interface.regress(
                        state, at: position, of: window.sequences, targets: gradient)
                }
                if bootstrapping {
                    interface.predictBootstrap(
                        state, at: position, of: window.sequences, into: inner)
                } else {
                    interface.predict(state, at: position, of: window.sequences, into: inner)
                }
                gradient.scale(by: Float(mixing))
                gradient.add(inner, scaledBy: Float((1 - mixing) * arriving.scale))
            }
        }
        core.backward(
            from: arriving?.gradient, scale: arriving?.scale ?? 1, accumulating: !bootstrapping,
            atState: atState)
        guard teaching else { return }
        target.copy(from: core.boundaryGradient)
        guard !window.isFirst else { return }
        interface.regress(
            core.pass.initialState, at: window.steps.lowerBound, of: window.sequences,
            targets: target, auxiliaryTargets: prediction)
    }
}

/// A way to regress a synthesizer other than by the gradient that the window's own backward ends in.
public protocol ReturnTargets: AnyObject {
    /// What a capture notes of it.
    var facts: [(name: String, fact: WindowCapture.Fact)] { get }

    /// Steps after the window that the targets depend on.
    func reach(of window: Window) -> Range<Int>

    /// Tensors carried from window to window, by name.
    var carried: [(name: String, tensor: Matrix)] { get }

    /// Adds the synthesizer's gradients of one window, whose forward is the core's latest.
    /// - Parameter target: receives the target at s_0, zero where there is none. (B, S)
    func regress(
        _ interface: DecoupledNeuralInterface, on window: Window, in core: RecurrentCore,
        target: Matrix)
}
