import Tensor

/// Unbiased online recurrent optimization: a random rank-one estimate of RTRL's influence.
///
/// Every sample carries a state tangent s̃ and a parameter tangent θ̃, whose product s̃·θ̃ has the
/// influence ∂s_t/∂θ as its mean. With random signs ν ∈ {±1}^S,
///
///     s̃ ← ρ0·(J_t·s̃) + ρ1·ν,   θ̃ ← θ̃/ρ0 + (ν·∂s_t/∂θ|immediate)/ρ1
///
/// where ρ0 = √(‖θ̃‖/‖J·s̃‖) and ρ1 = √(‖ν·∂s/∂θ‖/‖ν‖) keep the variance small, each 1 when a norm in
/// it is below 1e-30. The gradient of step t is Σ_b (∂ℓ_t/∂s_t·s̃)·θ̃ beside the read-out's own.
///
/// Memory: B·(S + P), and a step of B·S rows for J. Cost: 2·B·P operations a step, and the backward of
/// those rows, 2·B·S·G·H².
///
/// Source: Tallec and Ollivier 2018, "Unbiased online recurrent optimization".
package final class UORO: LearningRule {
    /// One step at a time.
    package let pace = Pace.step
    private let seed: Int
    private let jacobian: RepeatedStep
    private let single: RepeatedStep
    /// The state tangent s̃. (B, S)
    private let stateTangent: Matrix
    /// The state tangent a step on, J·s̃. (B, S)
    private let carriedTangent: Matrix
    /// The parameter tangent θ̃. (B, P)
    private let parameterTangent: Matrix
    /// The signs times the immediate Jacobian, ν·∂s/∂θ. (B, P)
    private let immediate: Matrix
    /// The random signs ν. (B, S)
    private let noise: Matrix

    /// - Parameter seed: the run's; the signs of step t are the stream of item t.
    package init(_ context: RuleContext, seed: Int) {
        self.seed = seed
        jacobian = .perComponent(context)
        single = RepeatedStep(context, copies: 1)
        stateTangent = context.stateMatrix()
        carriedTangent = context.stateMatrix()
        noise = context.stateMatrix()
        let parameters = context.network.cellParameterCount
        parameterTangent = context.workspace.matrix(context.batch, parameters)
        immediate = context.workspace.matrix(context.batch, parameters)
    }

    /// The tangents s̃ (B, S) and θ̃ (B, P).
    package var carried: [CarriedTensor] {
        [
            CarriedTensor("rule/state_tangent", ["sequence", "state"], stateTangent),
            CarriedTensor(
                "rule/parameter_tangent", ["sequence", "parameter"], parameterTangent),
        ]
    }

    /// Sets both tangents to zero.
    package func beginSequences() {
        stateTangent.fill(0)
        parameterTangent.fill(0)
    }

    /// Carries the tangents one step on and adds (∂ℓ_t/∂s_t·s̃)·θ̃.
    package func addGradients(of window: Window, in session: RecurrentSession) -> RuleReport {
        drawNoise(ofStep: session.timeSteps)
        jacobian.forward(window, from: session.pass.initialState)
        jacobian.backward()
        single.forward(window, from: session.pass.initialState)
        single.cotangents.copy(from: noise)
        single.backward()
        single.parameterGradients(into: immediate)
        let error = session.hiddenError
        for sample in 0..<session.batch {
            advance(sample)
            session.cellGradients.add(
                parameterTangent.row(sample),
                scaledBy: error.row(sample).dot(
                    stateTangent.row(sample).columns(0..<session.network.units)))
        }
        session.addReadOutGradients()
        return RuleReport()
    }

    private func drawNoise(ofStep step: Int) {
        var stream = RandomStream(seed: seed, purpose: .rankOneNoise, item: step)
        for row in 0..<noise.rows {
            for column in 0..<noise.columns {
                noise[row, column] = stream.next() & 1 == 1 ? 1 : -1
            }
        }
    }

    /// Moves the tangents of a sample one step on.
    private func advance(_ sample: Int) {
        let (state, carried) = (stateTangent.row(sample), carriedTangent.row(sample))
        let (parameter, immediate) = (parameterTangent.row(sample), immediate.row(sample))
        carried.multiply(
            state, by: jacobian.cotangents.rows(jacobian.rows(of: sample)), byTransposed: true)
        let past = Self.balance(parameter, carried)
        let present = Self.balance(immediate, noise.row(sample))
        state.copy(from: carried)
        state.scale(by: Float(past))
        state.add(noise.row(sample), scaledBy: Float(present))
        parameter.scale(by: Float(1 / past))
        parameter.add(immediate, scaledBy: Float(1 / present))
    }

    /// ρ = √(‖a‖/‖b‖), 1 when one of the norms is negligible.
    private static func balance(_ a: Matrix, _ b: Matrix) -> Double {
        let (a, b) = (a.sumOfSquares.squareRoot(), b.sumOfSquares.squareRoot())
        return min(a, b) < 1e-30 ? 1 : (a / b).squareRoot()
    }

    /// Notes the rule and adds the signs ν.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.note("rule", "uoro")
        capture.add(noise, ["sequence", "state"], as: "rule/noise")
    }
}

extension Matrix {
    fileprivate func row(_ index: Int) -> Matrix { rows(index..<index + 1) }

    /// The scalar product of two rows, in float64.
    fileprivate func dot(_ other: Matrix) -> Float {
        var sum = 0.0
        for column in 0..<columns { sum += Double(self[0, column]) * Double(other[0, column]) }
        return Float(sum)
    }
}
