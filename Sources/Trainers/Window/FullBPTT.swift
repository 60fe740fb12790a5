/// Backpropagation through time over whole sequences.
///
/// Source: Werbos 1990.
package final class FullBPTT: LearningRule {
    /// A whole sequence at a time.
    package let pace = Pace.sequence

    /// A rule that carries nothing and owns no memory.
    package init() {}

    /// Carries the sequence's loss back to its start.
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
