import Layers
import Tensor

/// Random-feedback local online learning: RTRL with the cell's own carry in place of its Jacobian,
/// and with fixed random weights in place of the read-out's on the way back.
///
///     M_t = D_t·M_{t−1} + ∂s_t/∂θ|immediate,   D_t = ∂s_t/∂s_{t−1} with h_{t−1}·W_hh held constant
///
/// D joins the k = S/H state components of a unit to each other alone (f from c to c of an LSTM, z
/// from h to h of a GRU, nothing of an Elman network), so that a parameter's influence stays with its
/// unit. The gradient of step t is Σ_b ((∂ℓ_t/∂y_t)·B)·M_t, the rows of h, with B (O, H) uniform in
/// ±1/√H, drawn once, in place of W_hyᵀ; the read-out's own gradient is exact.
///
/// Memory: B·k·P. Cost: 2·B·k²·P operations a step.
///
/// - Precondition: a cell of which every parameter reaches one unit only within a step.
///
/// Source: Murray 2019, "Local online learning in recurrent networks with random feedback".
package final class RFLO: LearningRule {
    /// One step at a time.
    package let pace = Pace.step
    private let step: RepeatedStep
    private let influence: UnitInfluence
    /// The random feedback weights B. (O, H)
    private let feedback: Matrix
    /// The error at the hidden units, (∂ℓ_t/∂y_t)·B. (B, H)
    private let error: Matrix

    /// - Parameters:
    ///   - context: whose network and batch decide the memory taken.
    ///   - seed: the run's, of the random feedback.
    package init(_ context: RuleContext, seed: Int) {
        let (units, outputs) = (context.network.units, context.network.outputs)
        step = .perBlock(context)
        influence = UnitInfluence(context)
        error = context.workspace.matrix(context.batch, units)
        feedback = context.workspace.matrix(outputs, units)
        feedback.fillUniform(
            within: 1 / Float(units).squareRoot(),
            from: RandomStream(seed: seed, purpose: .feedback))
    }

    /// The influence M of every parameter on its own unit, (B·k, P).
    package var carried: [CarriedTensor] {
        [CarriedTensor("rule/influence", ["influence_row", "parameter"], influence.matrix)]
    }

    /// Sets the influence to zero.
    package func beginSequences() { influence.matrix.fill(0) }

    /// Carries the influence M one step on and adds the error at h_t times M_t.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        step.forward(window, from: session.pass.initialState)
        step.backward(holdingRecurrentProducts: true)
        step.parameterGradients(into: influence.immediate)
        influence.advance(by: step.cotangents)
        error.multiply(session.outputError, by: feedback)
        influence.addGradients(of: error, to: session.cellGradients)
        session.addReadOutGradients()
        return RuleReport()
    }

    /// Notes the rule and adds the random feedback.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.note("rule", "rflo")
        capture.add(feedback, ["output", "unit"], as: "rule/feedback")
    }
}
