import Optimizers
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
/// In the controls the samples of a batch exchange their ĝ at the window's end. The synthesizer itself
/// is trained as ever, on each sample's own state to that sample's own g_0; this contains what was
/// carried back, and so the other sample's ĝ, or the mean.
///
/// Source: Jaderberg et al. 2017, sections 2 and 3.1; mixing from its supplement.
package final class SyntheticGradientBPTT: LearningRule {
    /// A window at a time.
    package let pace = Pace.window
    /// The synthesizer and its regression.
    package let interface: DecoupledNeuralInterface
    /// Nil: the bootstrapped targets described above.
    private let returns: (any ReturnTargets)?
    /// Nil: every sample has its own ĝ.
    private let exchange: BatchExchange?
    /// ĝ at the window's end as it arrives, exchanged, not scaled. (B, S)
    let prediction: Matrix
    /// ĝ at the window's end as it enters the target. (B, S)
    private let bootstrap: Matrix
    /// ĝ at a state inside the window. (B, S)
    private let inner: Matrix
    /// The regression target of the synthesizer at s_0. (B, S)
    private let target: Matrix
    private let zeros: Matrix

    /// - Parameters:
    ///   - returns: another source of the synthesizer's targets.
    ///   - exchange: what samples get in place of their own ĝ at the window's end.
    package init(
        _ context: RuleContext, _ interface: DecoupledNeuralInterface,
        returns: (any ReturnTargets)? = nil, exchange: BatchExchange? = nil
    ) {
        self.interface = interface
        self.returns = returns
        self.exchange = exchange
        prediction = context.stateMatrix()
        bootstrap = context.stateMatrix()
        inner = context.stateMatrix()
        target = context.stateMatrix()
        zeros = context.stateMatrix()
    }

    /// Whether the synthesizer is regressed to bootstrapped targets, each sample's own.
    var bootstraps: Bool { returns == nil && exchange == nil }

    /// The frozen copy of the synthesizer, and what its targets carry.
    package var carried: [CarriedTensor] {
        let copy = interface.copy.map {
            CarriedTensor.all(of: $0.parameters, under: "synthesizer/copy")
        }
        return (copy ?? []) + (returns?.carried ?? [])
    }

    /// The synthesizer's learner.
    package var learners: [(name: String, learner: Learner)] {
        [("synthesizer", interface.learner)]
    }

    /// Transfers what is carried, the synthesizer's learner and what its steps depend on.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try transferCarried(state)
        try state.part("interface", of: interface)
    }

    /// Carries the window's loss and scale·ĝ back to the window's start and regresses the
    /// synthesizer.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        interface.beginWindow()
        predict(window, in: session)
        if window.isLast && session.options.sequenceEnd == .regressedToZero {
            interface.regress(
                session.pass.finalState, at: window.steps.upperBound, of: window.sequences,
                targets: zeros)
        }
        backward(window, in: session)
        let norm = (prediction.sumOfSquares / Double(session.batch)).squareRoot()
        return RuleReport(
            synthesizerLoss: interface.loss.value, auxiliaryLoss: interface.auxiliaryLoss.value,
            syntheticGradientNorm: session.isPredicted(window) ? norm : nil)
    }

    /// Has the synthesizer step.
    package func noteGradients() { interface.noteGradients() }

    /// Steps the synthesizer.
    package func step() -> Bool { interface.step() }

    /// Adds ∂/∂s_0, ĝ as it arrives and the synthesizer's target, (B, S), its conditions and losses.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.add(session.boundaryGradient, ["sequence", "state"], as: "boundary_gradient")
        capture.add(prediction, ["sequence", "state"], as: "synthetic_gradient")
        capture.note("sg_predicted", session.isPredicted(window))
        capture.note("sg_applied", session.isApplied)
        capture.note("auxiliary_weight", interface.options.auxiliaryWeight ?? 0)
        if let conditions = interface.conditions(of: window) {
            capture.add(
                conditions.values, ["boundary", "sequence", "condition"],
                shape: conditions.shape, as: "conditions")
        }
        capture.note("synthesizer_steps", interface.options.stepsPerUpdate)
        exchange?.describe(into: &capture)
        returns?.describe(window, in: session, into: &capture)
        capture.add(target, ["sequence", "state"], as: "synthesizer/target")
        capture.add(interface.loss.value ?? 0, as: "synthesizer/loss")
        if interface.options.auxiliaryWeight != nil {
            capture.add(interface.auxiliaryLoss.value ?? 0, as: "synthesizer/auxiliary_loss")
        }
    }

    /// Leaves ĝ at the window's end, or zero where there is none, in `prediction` and `bootstrap`.
    private func predict(_ window: Window, in session: RecurrentSession) {
        exchange?.begin(windowAt: session.timeSteps)
        guard session.isPredicted(window) else {
            prediction.fill(0)
            bootstrap.fill(0)
            return
        }
        let (state, end) = (session.pass.finalState, window.steps.upperBound)
        interface.predict(state, at: end, of: window.sequences, into: prediction)
        exchange?.exchange(prediction)
        if interface.copy != nil {
            interface.predictBootstrap(state, at: end, of: window.sequences, into: bootstrap)
            exchange?.exchange(bootstrap)
        } else {
            bootstrap.copy(from: prediction)
        }
    }

    /// The synthesizer's regression and the network's backward: one pass when both see the same ĝ.
    private func backward(_ window: Window, in session: RecurrentSession) {
        let (options, isApplied) = (session.options, session.isApplied)
        let isSame =
            returns == nil && interface.copy == nil && isApplied
            && options.bootstrapScale == options.sgScale
        if let returns {
            returns.regress(interface, on: window, in: session, target: target)
        } else if !isSame {
            pass(
                window, in: session, Arriving(gradient: bootstrap, scale: options.bootstrapScale),
                bootstrapping: true, regressing: true)
        }
        pass(
            window, in: session,
            isApplied ? Arriving(gradient: prediction, scale: options.sgScale) : nil,
            bootstrapping: false, regressing: isSame)
    }

    /// A synthetic gradient as it enters a pass.
    private struct Arriving {
        let gradient: Matrix
        let scale: Double
    }

    /// One backward pass.
    /// - Parameters:
    ///   - arriving: the gradient from beyond the window; nil also mixes nothing in.
    ///   - bootstrapping: the pass is for the targets: its ĝ are those of targets, and no parameter
    ///     gradient is wanted.
    ///   - regressing: the synthesizer is regressed to what is back-propagated.
    private func pass(
        _ window: Window, in session: RecurrentSession, _ arriving: Arriving?,
        bootstrapping: Bool, regressing: Bool
    ) {
        let mixing = session.options.mixing
        var atState: ((Int, Matrix) -> Void)?
        if let arriving, mixing < 1 {
            atState = { [self] step, gradient in
                guard step > 0 else { return }
                let state = session.pass.state(after: step)
                let position = window.steps.lowerBound + step
                if regressing {
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
        session.backward(
            from: arriving?.gradient, scale: arriving?.scale ?? 1, accumulating: !bootstrapping,
            atState: atState)
        guard regressing else { return }
        target.copy(from: session.boundaryGradient)
        guard !window.isFirst else { return }
        interface.regress(
            session.pass.initialState, at: window.steps.lowerBound, of: window.sequences,
            targets: target, auxiliaryTargets: prediction)
    }
}

extension RecurrentSession {
    /// Whether a synthesizer predicts the gradient at the end of `window`.
    fileprivate func isPredicted(_ window: Window) -> Bool {
        !window.isLast || options.sequenceEnd != .zero
    }

    /// Whether synthetic gradients enter the backward pass.
    fileprivate var isApplied: Bool { updates >= options.warmUp }
}
