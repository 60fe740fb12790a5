import Optimizers
import Synthesizers
import Tensor

/// Truncated BPTT with a synthetic gradient at the boundary.
///
/// For the window from state s_0 to s_T: ĝ = synth(s_T) stands for the gradient from beyond the
/// window where the sequence goes on; the backward pass starts from scale·ĝ and ends in
/// g_0 = ∂/∂s_0; the synthesizer at s_0 is regressed to g_0, a bootstrapped target, since ĝ is part
/// of it. At a sequence's start nobody needs that prediction and it is not trained.
///
/// Source: Jaderberg et al. 2017, sections 2 and 3.1.
public final class SyntheticGradientBPTT: Trainer {
    public let core: RecurrentCore
    private let synthesizer: any Synthesizer
    private var learner: Learner
    private let regression: SynthesizerRegression
    /// ĝ at the window's end, not scaled. (B, S)
    private let prediction: Matrix
    /// g_0 as the synthesizer is to predict it. (B, S)
    private let target: Matrix
    private let zeros: Matrix
    /// Whether the synthesizer has gradients it has not stepped with.
    private var isTrained = false

    public init(
        _ core: RecurrentCore, synthesizer: any Synthesizer, optimizer: any Optimizer,
        clip: GlobalNormClip, in workspace: Workspace
    ) {
        self.core = core
        self.synthesizer = synthesizer
        learner = Learner(
            synthesizer.parameters, gradients: synthesizer.gradients, optimizer: optimizer,
            clip: clip)
        let width = core.network.stateWidth
        regression = SynthesizerRegression(
            synthesizer, batch: core.batch, width: width, in: workspace)
        prediction = workspace.matrix(core.batch, width)
        target = workspace.matrix(core.batch, width)
        zeros = workspace.matrix(core.batch, width)
    }

    /// The synthesizer's tensors, aliased.
    public var synthesizerParameters: Parameters { synthesizer.parameters }

    public func train(on window: Window, capturing: Bool) -> StepReport {
        core.train(on: window, capturing: capturing) { capture in
            let isPredicted = !window.isLast || core.switches.sequenceEnd != .zero
            predict(isPredicted)
            capture?.beginSynthesizer(
                learner, prediction: prediction, isApplied: isPredicted,
                stepPer: core.switches.stepPer)
            var loss: Double?
            if window.isLast && core.switches.sequenceEnd == .regressedToZero {
                loss = regression.accumulate(states: core.pass.finalState, targets: zeros)
            }
            backward(isPredicted)
            if !window.isFirst {
                let bootstrapped = regression.accumulate(
                    states: core.pass.initialState, targets: target)
                loss = (loss ?? 0) + bootstrapped
            }
            capture?.recordSynthesizer(learner, target: target, loss: loss)
            isTrained = isTrained || loss != nil
            let isStepping = isTrained && core.steps(after: window)
            if isStepping {
                learner.step(gradientScale: 1)
                isTrained = false
            }
            capture?.finishSynthesizer(learner, stepped: isStepping)
            let norm = (prediction.sumOfSquares / Double(core.batch)).squareRoot()
            return BoundaryReport(
                synthesizerLoss: loss, syntheticGradientNorm: isPredicted ? norm : nil)
        }
    }

    /// Leaves ĝ at the window's end, or zero, in `prediction`.
    private func predict(_ isPredicted: Bool) {
        if isPredicted {
            synthesizer.predict(core.pass.finalState, into: prediction)
        } else {
            prediction.fill(0)
        }
    }

    /// The window's backward; leaves g_0 in `target`.
    private func backward(_ isPredicted: Bool) {
        let scale = core.switches.sgScale
        let hasOwnTarget = isPredicted && scale != 1 && !core.switches.scalesBootstrap
        if hasOwnTarget {
            core.backward(from: prediction, accumulating: false)
            target.copy(from: core.boundaryGradient)
        }
        core.backward(from: prediction, scale: scale)
        if !hasOwnTarget { target.copy(from: core.boundaryGradient) }
    }
}
