import Tensor

/// Real-time recurrent learning: the exact gradient, carried forward in time.
///
/// The influence M_t = ∂s_t/∂θ of the cell's parameters θ on the state goes along with the state:
///
///     M_t = J_t·M_{t−1} + ∂s_t/∂θ|immediate,   J_t = ∂s_t/∂s_{t−1}
///
/// and the gradient of step t is Σ_b (∂ℓ_t/∂h_t)·M_t, the rows of h, beside the read-out's own. With
/// the parameters frozen over a sequence its steps sum to full BPTT.
///
/// Memory: B·S·P for P parameters. Cost: 2·B·S²·P operations a step.
///
/// Source: Williams and Zipser 1989, "A learning algorithm for continually running fully recurrent
/// neural networks".
package final class RTRL: LearningRule {
    /// One step at a time.
    package let pace = Pace.step
    private let step: RepeatedStep
    /// M, row b·S + j for component j of sample b's state. (B·S, P)
    private let influence: Matrix
    private let next: Matrix

    /// - Parameter context: whose network and batch decide the memory taken.
    package init(_ context: RuleContext) {
        step = .perComponent(context)
        let rows = context.batch * step.copies
        influence = context.workspace.matrix(rows, context.network.cellParameterCount)
        next = context.workspace.matrix(rows, context.network.cellParameterCount)
    }

    /// The influence M of the cell's parameters on the state, (B·S, P).
    package var carried: [CarriedTensor] {
        [CarriedTensor("rule/influence", ["influence_row", "parameter"], influence)]
    }

    /// Sets the influence to zero.
    package func beginSequences() { influence.fill(0) }

    /// Carries the influence M one step on and adds (∂ℓ_t/∂h_t)·M_t.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        step.forward(window, from: session.pass.initialState)
        step.backward()
        step.parameterGradients(into: next)
        let error = session.hiddenError
        for sample in 0..<session.batch {
            let rows = step.rows(of: sample)
            next.rows(rows).multiply(
                step.cotangents.rows(rows), by: influence.rows(rows), accumulating: true)
            let hidden = rows.prefix(session.network.units)
            session.cellGradients.multiply(
                error.rows(sample..<sample + 1), by: next.rows(hidden), accumulating: true)
        }
        influence.copy(from: next)
        session.addReadOutGradients()
        return RuleReport()
    }

    /// Notes the rule.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.note("rule", "rtrl")
    }
}
