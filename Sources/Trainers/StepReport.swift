/// The losses and norms of one window of training.
package struct StepReport: Sendable {
    /// Σ ℓ over the scored outputs: bits of cross-entropy, or squares.
    package let loss: Double
    /// The number of scored outputs.
    package let scoredOutputs: Int
    /// The norm of the parameter gradient accumulated so far, before scaling.
    package let gradientNorm: Double
    /// The losses and norms that only the learning rule knows.
    package let rule: RuleReport
    /// Everything needed to replay the window; nil unless asked for.
    package var capture: WindowCapture?

    /// A report of a window's loss, gradient norm and the rule's own report.
    package init(
        loss: Double, scoredOutputs: Int, gradientNorm: Double, rule: RuleReport,
        capture: WindowCapture? = nil
    ) {
        self.loss = loss
        self.scoredOutputs = scoredOutputs
        self.gradientNorm = gradientNorm
        self.rule = rule
        self.capture = capture
    }

    /// Whether training can go on: false once a loss or a gradient is infinite or NaN.
    package var isFinite: Bool {
        loss.isFinite && gradientNorm.isFinite && (rule.synthesizerLoss ?? 0).isFinite
            && (rule.auxiliaryLoss ?? 0).isFinite && (rule.inputLoss ?? 0).isFinite
    }
}

/// The losses and norms of a learning rule's own parts over one window; all nil for a rule without
/// such parts.
package struct RuleReport: Sendable {
    /// Mean squared error of the synthesizer over the states it was trained at; nil when there were
    /// none.
    package var synthesizerLoss: Double?
    /// Mean squared error of the synthesizer's auxiliary head; nil without one.
    package var auxiliaryLoss: Double?
    /// Root mean square over the batch of ‖ĝ‖ at the window's end; nil when none was used.
    package var syntheticGradientNorm: Double?
    /// Mean squared error of the synthetic inputs of a feed-forward network; nil without them.
    package var inputLoss: Double?

    /// A report of what there is; nothing by default.
    package init(
        synthesizerLoss: Double? = nil, auxiliaryLoss: Double? = nil,
        syntheticGradientNorm: Double? = nil, inputLoss: Double? = nil
    ) {
        self.synthesizerLoss = synthesizerLoss
        self.auxiliaryLoss = auxiliaryLoss
        self.syntheticGradientNorm = syntheticGradientNorm
        self.inputLoss = inputLoss
    }
}
