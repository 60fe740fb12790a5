import Tensor

/// Truncated BPTT with the exact future gradient at the boundary: the prediction of a perfect
/// synthesizer, and so the most that any could bring. It is never scaled.
///
/// Every window looks ahead over the rest of the sequence, or a horizon of it.
package final class OracleGradientBPTT: LearningRule {
    /// A window at a time.
    package let pace = Pace.window
    private let ahead: LookAhead

    /// - Parameter horizon: steps looked ahead, beyond which nothing is seen; nil: to the
    ///   sequence's end.
    package init(_ context: RuleContext, horizon: Int? = nil) {
        ahead = LookAhead(context, horizon: horizon)
    }

    /// Carries the window's loss and the exact future gradient back to the window's start.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        let gradient = ahead.gradient(after: window, from: session.pass.finalState)
        session.backward(from: gradient)
        let norm = (gradient.sumOfSquares / Double(session.batch)).squareRoot()
        return RuleReport(syntheticGradientNorm: window.isLast ? nil : norm)
    }

    /// Adds ∂/∂s_0 and the exact gradient, (B, S), and the steps looked at.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.add(session.boundaryGradient, ["sequence", "state"], as: "boundary_gradient")
        capture.add(ahead.gradient, ["sequence", "state"], as: "synthetic_gradient")
        capture.note("sg_applied", !window.isLast)
        capture.addFuture(of: window, steps: ahead.reach(of: window), in: session)
    }
}
