/// Backpropagation through time: over a whole sequence, or truncated, where no gradient crosses the
/// end of a window.
///
/// Source: Werbos 1990; truncated, Williams and Peng 1990, with h = h′ = T: windows do not overlap.
package final class BPTT: LearningRule {
    /// A whole sequence at a time, or a window.
    package let pace: Pace

    /// A rule that carries nothing and owns no memory.
    package init(per pace: Pace) { self.pace = pace }

    /// Carries the window's loss back to its start.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        session.backward(from: nil)
        return RuleReport()
    }

    /// Adds ∂/∂s_0, (B, S).
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.add(session.boundaryGradient, ["sequence", "state"], as: "boundary_gradient")
    }
}
