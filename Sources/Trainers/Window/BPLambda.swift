import Tasks
import Tensor

/// The mixture λ and the discount γ of BP(λ) targets.
package struct LambdaReturn: Sendable {
    /// Share of the longer return: 0 is the one-step bootstrap, 1 has no bias.
    package var lambda: Double
    /// Discount γ per step.
    package var discount: Double

    /// A mixture of returns with discount γ.
    package init(lambda: Double, discount: Double = 1) {
        self.lambda = lambda
        self.discount = discount
    }

    func describe(into capture: inout WindowCapture) {
        capture.note("return_lambda", lambda)
        capture.note("discount", discount)
    }
}

/// BP(λ) targets, the forward view.
///
/// target_t = γ·(∂ℓ_{t+1}/∂s_{t+1} + (1 − λ)·ĝ_{t+1} + λ·target_{t+1})·J_{t+1}, J = ∂s_{t+1}/∂s_t,
/// for every state of the window but the sequence's first; the look-ahead goes to the end of
/// the sequence, where ĝ and target are 0, or to a horizon, where the target is ĝ. ĝ is scaled as
/// in other targets.
///
/// Source: Pemberton and Costa 2024, arXiv 2401.07044.
package final class BPLambda: ReturnTargets {
    private let rule: LambdaReturn
    private let ahead: LookAhead
    /// ĝ at a state. (B, S)
    private let prediction: Matrix

    /// - Parameter horizon: steps looked ahead, after which the target is ĝ; nil: to the
    ///   sequence's end.
    package init(_ context: RuleContext, _ rule: LambdaReturn, horizon: Int? = nil) {
        self.rule = rule
        ahead = LookAhead(context, horizon: horizon)
        prediction = context.stateMatrix()
    }

    /// Nothing carried: every window looks ahead anew.
    package var carried: [CarriedTensor] { [] }

    /// Notes λ and γ and adds the steps looked at.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.note("target_rule", "lambda_return")
        rule.describe(into: &capture)
        capture.addFuture(of: window, steps: ahead.reach(of: window), in: session)
    }

    /// Regresses ĝ to target_t at every state of the window but the sequence's first.
    package func regress(
        _ interface: DecoupledNeuralInterface, on window: Window, in session: RecurrentSession,
        target: Matrix
    ) {
        let (sequences, start) = (window.sequences, window.steps.lowerBound)
        let scale = session.options.bootstrapScale
        /// Turns target_t into the gradient that is carried one step further back.
        func mix(_ step: Int, _ state: Matrix, _ gradient: Matrix) {
            interface.predictBootstrap(state, at: step, of: sequences, into: prediction)
            gradient.scale(by: Float(rule.lambda))
            gradient.add(prediction, scaledBy: Float((1 - rule.lambda) * scale))
        }
        let end = window.steps.upperBound
        let arriving = ahead.gradient(
            after: window, from: session.pass.finalState,
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
        if !window.isLast { mix(end, session.pass.finalState, arriving) }
        session.pass.stateGradient.copy(from: arriving)
        session.pass.backward(into: nil) { [rule] step, gradient in
            gradient.scale(by: Float(rule.discount))
            let state = session.pass.state(after: step)
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
