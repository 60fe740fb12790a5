/// Truncated backpropagation through time: no gradient crosses the end of a window.
///
/// Source: Williams and Peng 1990, with h = h′ = T: windows do not overlap.
public final class TruncatedBPTT: LearningRule {
    public let pace = Pace.window

    public init() {}

    public func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        session.backward(from: nil)
        return RuleReport()
    }

    public func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.add(session.boundaryGradient, as: "boundary_gradient")
    }
}
