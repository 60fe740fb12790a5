import Tensor

/// Truncated BPTT with the exact future gradient at the boundary, which a control scales.
///
/// It is the gradient of the very sequences that are trained on. A synthesizer knows the state alone
/// and predicts at best the mean over all futures of it, which is another thing and no worse in
/// principle: the oracle bounds what a synthesizer knows, not what it brings.
///
/// Every window looks ahead over the rest of the sequence, or a horizon of it.
package final class OracleGradientBPTT: LearningRule {
    /// A window at a time.
    package let pace = Pace.window
    private let ahead: LookAhead
    private let scale: Double

    /// - Parameters:
    ///   - horizon: steps looked ahead, beyond which nothing is seen; nil: to the sequence's end.
    ///   - scale: factor of the exact gradient where it enters the backward pass.
    package init(_ context: RuleContext, horizon: Int? = nil, scale: Double = 1) {
        self.scale = scale
        ahead = LookAhead(context, horizon: horizon)
    }

    /// Carries the window's loss and the exact future gradient, scaled, back to the window's start.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        let gradient = ahead.gradient(after: window, from: session.pass.finalState)
        session.backward(from: gradient, scale: scale)
        let norm = (gradient.sumOfSquares / Double(session.batch)).squareRoot()
        return RuleReport(syntheticGradientNorm: window.isLast ? nil : norm)
    }

    /// Adds ∂/∂s_0 and the exact gradient, not scaled, (B, S), and the steps looked at.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.add(session.boundaryGradient, ["sequence", "state"], as: "boundary_gradient")
        capture.add(ahead.gradient, ["sequence", "state"], as: "synthetic_gradient")
        capture.note("sg_applied", !window.isLast)
        capture.note("oracle_scale", scale)
        capture.addFuture(of: window, steps: ahead.reach(of: window), in: session)
    }
}
