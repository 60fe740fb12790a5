/// Truncated backpropagation through time: no gradient crosses the end of a window.
///
/// Source: Williams and Peng 1990, with h = h′ = T: windows do not overlap.
package final class TruncatedBPTT: LearningRule {
    /// A window at a time.
    package let pace = Pace.window

    /// A rule that carries nothing and owns no memory.
    package init() {}

    /// Carries the window's loss back to its start.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        session.backward(from: nil)
        return RuleReport()
    }

    /// Adds ∂/∂s_0, (B, S).
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.add(session.boundaryGradient, as: "boundary_gradient")
    }
}
