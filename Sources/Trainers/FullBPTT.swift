import Tasks

/// Backpropagation through time over whole sequences.
///
/// Source: Werbos 1990.
public final class FullBPTT: Trainer {
    public let core: RecurrentCore

    public init(_ core: RecurrentCore) { self.core = core }

    /// - Precondition: `window` is a whole sequence.
    public func train(on window: Window, capturing: Bool) -> StepReport {
        precondition(
            window.isFirst && window.isLast,
            "full BPTT on steps \(window.steps) of \(window.sequences.steps)")
        return core.train(on: window, capturing: capturing) { _ in
            core.backward(from: nil)
            return BoundaryReport()
        }
    }
}
