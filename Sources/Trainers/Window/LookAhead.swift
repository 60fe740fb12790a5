import Layers
import Tasks
import Tensor

/// Runs a sequence on past a window with the present parameters and carries gradients back to the
/// window's end.
///
/// The steps ahead are taken in pieces, each run forward again from its stored first state: the
/// memory of one piece and a state a piece, at about twice the cost of the steps ahead.
final class LookAhead {
    /// Steps looked ahead; nil: to the end of the sequence.
    private let horizon: Int?
    private let pass: WindowPass
    private let workspace: Workspace
    /// The first states of the pieces, (B, S) each.
    private var states: [Matrix] = []
    /// The gradient on its way back; at the window's end after `gradient(after:from:)`. (B, S)
    let gradient: Matrix

    /// - Parameters:
    ///   - context: whose capacity is the length of a piece.
    ///   - horizon: steps looked ahead; nil: to the end of the sequence.
    init(_ context: RuleContext, horizon: Int?) {
        self.horizon = horizon
        workspace = context.workspace
        pass = WindowPass(
            network: context.network, batch: context.batch, capacity: context.capacity,
            in: workspace)
        gradient = context.stateMatrix()
    }

    /// The steps looked at after `window`.
    func reach(of window: Window) -> Range<Int> {
        let (start, end) = (window.steps.upperBound, window.sequences.steps)
        return start..<min(end, horizon.map { start + $0 } ?? end)
    }

    /// ∂(loss of the steps ahead)/∂s_T, changed on its way as the caller likes. (B, S)
    /// - Parameters:
    ///   - state: s_T.
    ///   - atEnd: writes what arrives at the last state, given that state and its step.
    ///   - atState: sees the gradient at every state from the last but one to s_T, given the
    ///     state's step, and may change it.
    func gradient(
        after window: Window, from state: Matrix,
        atEnd: (_ step: Int, _ state: Matrix, _ gradient: Matrix) -> Void = { $2.fill(0) },
        atState: ((_ step: Int, _ state: Matrix, _ gradient: Matrix) -> Void)? = nil
    ) -> Matrix {
        let reach = reach(of: window)
        let pieces = stride(from: reach.lowerBound, to: reach.upperBound, by: pass.capacity).map {
            Window(window.sequences, steps: $0..<min($0 + pass.capacity, reach.upperBound))
        }
        while states.count < pieces.count {
            states.append(workspace.matrix(gradient.rows, gradient.columns))
        }
        var last = state
        for (index, piece) in pieces.enumerated() {
            states[index].copy(from: last)
            run(piece, from: states[index])
            last = pass.finalState
        }
        atEnd(reach.upperBound, last, gradient)
        for (index, piece) in pieces.enumerated().reversed() {
            run(piece, from: states[index])
            pass.stateGradient.copy(from: gradient)
            if let atState {
                let start = piece.steps.lowerBound
                pass.backward(into: nil) { [pass] step, gradient in
                    atState(start + step, pass.state(after: step), gradient)
                }
            } else {
                pass.backward(into: nil)
            }
            gradient.copy(from: pass.stateGradient)
        }
        return gradient
    }

    private func run(_ piece: Window, from state: Matrix) {
        pass.initialState.copy(from: state)
        _ = pass.forward(piece.contents, lossScale: piece.sequences.lossScale)
    }
}
