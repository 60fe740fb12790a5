import Layers
import Synthesizers
import Tasks
import Tensor

/// Accumulate BP(λ): the online backward view of BP(λ), which needs no steps beyond the present.
///
/// The trace e_t = γλ·J_t·e_{t−1} + ∂ĝ(s_t)/∂θ of every sample goes along with the state; the
/// synthesizer's update is the temporal difference through it,
/// δ_t·e_t with δ_t = γ·(∂ℓ_{t+1}/∂s_{t+1} + ĝ_{t+1})·J_{t+1} − ĝ_t. With the parameters frozen over
/// a sequence, and with neither a factor nor a copy in the targets, the updates sum to those of the
/// forward view. For a linear synthesizer that sees the state alone.
///
/// Cost: memory B·S·P and 2·B·S²·P operations a step for a synthesizer of P = S² + S parameters:
/// for small networks.
///
/// Source: Pemberton and Costa 2024, arXiv 2401.07044.
package final class AccumulateBPLambda: ReturnTargets {
    private let rule: LambdaReturn
    private let batch: Int
    private let width: Int
    /// e of every sample, row b·S + j for component j of ĝ; before a step, γλ·J·e of the step
    /// before. (B·S, P)
    private let trace: Matrix
    private let carriedTrace: Matrix
    /// One step of the batch, for δ.
    private let step: WindowPass
    private let jacobian: RepeatedStep
    private let prediction: Matrix
    private let difference: Matrix

    /// Takes the memory of two traces and of a step with S copies of every sample.
    package init(_ context: RuleContext, _ rule: LambdaReturn) {
        self.rule = rule
        batch = context.batch
        width = context.network.stateWidth
        let (rows, parameters) = (batch * width, width * width + width)
        let workspace = context.workspace
        trace = workspace.matrix(rows, parameters)
        carriedTrace = workspace.matrix(rows, parameters)
        step = WindowPass(network: context.network, batch: batch, capacity: 1, in: workspace)
        jacobian = .perComponent(context)
        prediction = context.stateMatrix()
        difference = context.stateMatrix()
    }

    /// The trace e, (B·S, P).
    package var carried: [CarriedTensor] {
        [CarriedTensor("synthesizer/trace", ["sequence_state", "parameter"], trace)]
    }

    /// Notes λ and γ; no later step is looked at.
    package func describe(
        _ window: Window, in session: RecurrentSession, into capture: inout WindowCapture
    ) {
        capture.note("target_rule", "lambda_online")
        rule.describe(into: &capture)
        capture.addFuture(
            of: window, steps: window.steps.upperBound..<window.steps.upperBound,
            in: session)
    }

    /// Adds δ_t·e_t for every state of the window and carries e on.
    package func regress(
        _ interface: DecoupledNeuralInterface, on window: Window, in session: RecurrentSession,
        target: Matrix
    ) {
        precondition(
            interface.synthesizer is LinearSynthesizer
                && interface.learner.parameters.count == trace.columns,
            "Accumulate BP(λ) with other parameters than W and b")
        target.fill(0)
        if window.isFirst { trace.fill(0) }
        for index in 0..<window.steps.count {
            let place = window.steps.lowerBound + index
            let single = Window(window.sequences, steps: place..<place + 1)
            let state = session.pass.state(after: index)
            if place > 0 {
                addSensitivity(of: state)
                compare(
                    interface, single, from: state, to: session.pass.state(after: index + 1),
                    scale: session.options.bootstrapScale)
                if index == 0 { target.copy(from: step.stateGradient) }
                update(interface)
            }
            if !single.isLast { carry(single, from: state) }
        }
    }

    /// e += ∂ĝ/∂θ for ĝ = s·W + b, parameters in the order W, b.
    private func addSensitivity(of state: Matrix) {
        for sample in 0..<batch {
            for component in 0..<width {
                let row = sample * width + component
                for input in 0..<width {
                    trace[row, input * width + component] += state[sample, input]
                }
                trace[row, width * width + component] += 1
            }
        }
    }

    /// Leaves the one-step target in the gradient of `step`, and ĝ_t less it in `difference`.
    private func compare(
        _ interface: DecoupledNeuralInterface, _ window: Window, from state: Matrix,
        to next: Matrix, scale: Double
    ) {
        step.initialState.copy(from: state)
        _ = step.forward(window.contents, lossScale: window.sequences.lossScale)
        step.stateGradient.fill(0)
        if !window.isLast {
            interface.predictBootstrap(
                next, at: window.steps.upperBound, of: window.sequences, into: prediction)
            step.stateGradient.add(prediction, scaledBy: Float(scale))
        }
        step.backward(into: nil)
        step.stateGradient.scale(by: Float(rule.discount))
        interface.predict(
            state, at: window.steps.lowerBound, of: window.sequences, into: difference)
        difference.add(step.stateGradient, scaledBy: -1)
    }

    /// The gradient of the mean squared error with respect to all the past through e.
    private func update(_ interface: DecoupledNeuralInterface) {
        let count = Double(difference.count)
        interface.recordLoss(difference.sumOfSquares / count)
        difference.scale(by: Float(2 / count))
        interface.learner.gradients.flat.multiply(
            difference.flattened, by: trace, accumulating: true)
    }

    /// e becomes γλ·J·e over one step.
    private func carry(_ window: Window, from state: Matrix) {
        jacobian.forward(window, from: state)
        jacobian.backward()
        for sample in 0..<batch {
            let rows = jacobian.rows(of: sample)
            carriedTrace.rows(rows).multiply(
                jacobian.cotangents.rows(rows), by: trace.rows(rows))
        }
        trace.copy(from: carriedTrace)
        trace.scale(by: Float(rule.discount * rule.lambda))
    }
}
