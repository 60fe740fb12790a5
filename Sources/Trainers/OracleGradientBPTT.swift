import Tasks
import Tensor

/// Truncated BPTT with the exact future gradient at the boundary: what a perfect synthesizer would
/// say, and so the most that any could bring. It is never scaled.
///
/// The rest of the sequence, or a horizon of it, is run ahead for every window.
public final class OracleGradientBPTT: Trainer {
    public let core: RecurrentCore
    private let ahead: LookAhead

    /// - Parameters:
    ///   - horizon: steps looked ahead, beyond which nothing is seen; nil: to the sequence's end.
    ///   - capacity: steps run ahead at a time.
    public init(
        _ core: RecurrentCore, horizon: Int? = nil, capacity: Int, in workspace: Workspace
    ) {
        self.core = core
        ahead = LookAhead(core, horizon: horizon, capacity: capacity, in: workspace)
    }

    public func train(on window: Window, capturing: Bool) -> StepReport {
        core.train(on: window, capturing: capturing) { capture in
            let gradient = ahead.gradient(after: window, from: core.pass.finalState)
            core.backward(from: gradient)
            capture?.add(gradient, as: "synthetic_gradient")
            capture?.note("sg_applied", window.isLast ? "no" : "yes")
            capture?.addFuture(of: window, steps: ahead.reach(of: window))
            let norm = (gradient.sumOfSquares / Double(core.batch)).squareRoot()
            return BoundaryReport(syntheticGradientNorm: window.isLast ? nil : norm)
        }
    }
}
