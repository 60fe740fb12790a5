import Tasks
import Tensor

/// λ and γ of BP(λ).
public struct LambdaReturn: Sendable {
    /// Share of the longer return: 0 is the one-step bootstrap, 1 has no bias.
    public var lambda: Double
    /// Discount γ per step.
    public var discount: Double

    public init(lambda: Double, discount: Double = 1) {
        self.lambda = lambda
        self.discount = discount
    }

    var facts: [(name: String, fact: WindowCapture.Fact)] {
        [("return_lambda", .real(lambda)), ("discount", .real(discount))]
    }
}

/// BP(λ) targets, the forward view.
///
/// target_t = γ·(∂ℓ_{t+1}/∂s_{t+1} + (1 − λ)·ĝ_{t+1} + λ·target_{t+1})·J_{t+1}, J = ∂s_{t+1}/∂s_t,
/// for every state of the window but the sequence's first; the future is run ahead to the end of
/// the sequence, where ĝ and target are 0, or to a horizon, where the target is ĝ. ĝ is scaled as
/// in other targets.
///
/// Source: Pemberton and Costa 2024, arXiv 2401.07044.
public final class BPLambda: ReturnTargets {
    private let rule: LambdaReturn
    private let ahead: LookAhead
    /// ĝ at a state. (B, S)
    private let prediction: Matrix

    public init(
        _ core: RecurrentCore, _ rule: LambdaReturn, horizon: Int? = nil, capacity: Int,
        in workspace: Workspace
    ) {
        self.rule = rule
        ahead = LookAhead(core, horizon: horizon, capacity: capacity, in: workspace)
        prediction = workspace.matrix(core.batch, core.network.stateWidth)
    }

    public var facts: [(name: String, fact: WindowCapture.Fact)] {
        [("target_rule", .text("lambda_return"))] + rule.facts
    }

    public var carried: [(name: String, tensor: Matrix)] { [] }

    public func reach(of window: Window) -> Range<Int> { ahead.reach(of: window) }

    public func regress(
        _ interface: DecoupledNeuralInterface, on window: Window, in core: RecurrentCore,
        target: Matrix
    ) {
        let (sequences, start) = (window.sequences, window.steps.lowerBound)
        let scale = core.options.bootstrapScale
        /// Turns target_t into what is carried one step further back.
        func mix(_ step: Int, _ state: Matrix, _ gradient: Matrix) {
            interface.predictBootstrap(state, at: step, of: sequences, into: prediction)
            gradient.scale(by: Float(rule.lambda))
            gradient.add(prediction, scaledBy: Float((1 - rule.lambda) * scale))
        }
        let end = window.steps.upperBound
        let arriving = ahead.gradient(
            after: window, from: core.pass.finalState,
            atEnd: { step, state, gradient in
                gradient.fill(0)
                guard step < sequences.steps else { return }
                interface.predictBootstrap(state, at: step, of: sequences, into: prediction)
                gradient.add(prediction, scaledBy: Float(scale))
            },
            atState: { [rule] step, state, gradient in
                gradient.scale(by: Float(rule.discount))
                if step > end { mix(step, state, gradient) }
            })
        if !window.isLast { mix(end, core.pass.finalState, arriving) }
        core.pass.stateGradient.copy(from: arriving)
        core.pass.backward(into: nil) { [rule] step, gradient in
            gradient.scale(by: Float(rule.discount))
            let state = core.pass.state(after: step)
            if step > 0 || !window.isFirst {
                interface.regress(state, at: start + step, of: sequences, targets: gradient)
            }
            if step > 0 {
                mix(start + step, state, gradient)
            } else {
                target.copy(from: gradient)
            }
        }
    }
}
