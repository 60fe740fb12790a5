/// Backpropagation through time over whole sequences.
///
/// Source: Werbos 1990.
public final class FullBPTT: LearningRule {
    public let pace = Pace.sequence

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
