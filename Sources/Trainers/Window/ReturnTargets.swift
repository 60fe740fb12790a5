import Tensor

/// A way to regress a synthesizer other than by the gradient that the window's own backward ends in.
package protocol ReturnTargets: AnyObject {
    /// The tensors carried from window to window, aliased.
    var carried: [CarriedTensor] { get }

    /// Adds the synthesizer's gradients of one window, whose forward is the session's latest.
    /// - Parameter target: receives the target at s_0, zero where there is none. (B, S)
    func regress(
        _ interface: DecoupledNeuralInterface, on window: Window, in session: RecurrentSession,
        target: Matrix)

    /// Adds the facts and tensors that the targets of `window` depend on.
    func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture)
}
