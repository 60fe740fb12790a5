import Tensor

/// SnAp-1, the sparse one-step approximation of RTRL: a parameter's influence is kept on the state
/// components of its own unit alone.
///
///     M_t = mask(J_t·M_{t−1} + ∂s_t/∂θ|immediate),   J_t = ∂s_t/∂s_{t−1}
///
/// where the mask keeps what a parameter reaches within one step. Of J only the k×k blocks between
/// the k = S/H components of a unit are then used. The gradient of step t is Σ_b (∂ℓ_t/∂h_t)·M_t
/// beside the read-out's own.
///
/// Memory: B·k·P, and a step of B·S rows for J. Cost: 2·B·k²·P operations a step, and the backward of
/// those rows, 2·B·S·G·H².
///
/// - Precondition: a cell of which every parameter reaches one unit only within a step.
///
/// Source: Menick, Elsen, Evci, Osindero, Simonyan and Graves 2021, "A practical sparse
/// approximation for real time recurrent learning".
package final class SnAp1: LearningRule {
    /// One step at a time.
    package let pace = Pace.step
    private let jacobian: RepeatedStep
    private let blocks: RepeatedStep
    private let influence: UnitInfluence
    /// The diagonals of J's blocks. (B·k, S)
    private let diagonals: Matrix

    /// - Parameter context: whose network and batch decide the memory taken.
    package init(_ context: RuleContext) {
        jacobian = .perComponent(context)
        blocks = .perBlock(context)
        influence = UnitInfluence(context)
        diagonals = context.workspace.matrix(
            context.batch * blocks.copies, context.network.stateWidth)
    }

    /// The influence M of every parameter on its own unit, (B·k, P).
    package var carried: [CarriedTensor] {
        [CarriedTensor("rule/influence", ["influence_row", "parameter"], influence.matrix)]
    }

    /// Sets the influence to zero.
    package func beginSequences() { influence.matrix.fill(0) }

    /// Carries the influence M one step on and adds (∂ℓ_t/∂h_t)·M_t.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        jacobian.forward(window, from: session.pass.initialState)
        jacobian.backward()
        takeDiagonals(units: session.network.units)
        blocks.forward(window, from: session.pass.initialState)
        blocks.backward()
        blocks.parameterGradients(into: influence.immediate)
        influence.advance(by: diagonals)
        influence.addGradients(of: session.hiddenError, to: session.cellGradients)
        session.addReadOutGradients()
        return RuleReport()
    }

    /// Takes J[a·H + u, a'·H + u] of every sample to row b·k + a, column a'·H + u.
    private func takeDiagonals(units: Int) {
        for row in 0..<diagonals.rows {
            let (sample, component) = row.quotientAndRemainder(dividingBy: blocks.copies)
            for column in 0..<diagonals.columns {
                let state = component * units + column % units
                diagonals[row, column] =
                    jacobian.cotangents[sample * jacobian.copies + state, column]
            }
        }
    }

    /// Notes the rule.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.note("rule", "snap1")
    }
}
