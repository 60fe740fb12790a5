/// Truncated backpropagation through time: no gradient crosses the end of a window.
///
/// Source: Williams and Peng 1990, with h = h′ = T: windows do not overlap.
public final class TruncatedBPTT: Trainer {
    public let core: RecurrentCore

    public init(_ core: RecurrentCore) { self.core = core }

    public func train(on window: Window, capturing: Bool) -> StepReport {
        core.train(on: window, capturing: capturing) { _ in
            core.backward(from: nil)
            return BoundaryReport()
        }
    }
}
