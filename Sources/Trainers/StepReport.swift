/// The losses and norms of one window of training.
public struct StepReport: Sendable {
    /// Σ ℓ over the scored outputs: bits of cross-entropy, or squares.
    public let loss: Double
    /// The number of scored outputs.
    public let scoredOutputs: Int
    /// The norm of the parameter gradient accumulated so far, before scaling.
    public let gradientNorm: Double
    /// The losses and norms that only the learning rule knows.
    public let rule: RuleReport
    /// Everything needed to replay the window; nil unless asked for.
    public var capture: WindowCapture?

    /// A report of a window's loss, gradient norm and the rule's own report.
    public init(
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
    public var isFinite: Bool {
        loss.isFinite && gradientNorm.isFinite && (rule.synthesizerLoss ?? 0).isFinite
            && (rule.inputLoss ?? 0).isFinite
    }
}

/// The losses and norms of a learning rule's own parts over one window; all nil for a rule without
/// such parts.
public struct RuleReport: Sendable {
    /// Mean squared error of the synthesizer over the states it was trained at; nil when there were
    /// none.
    public var synthesizerLoss: Double?
    /// Mean squared error of the synthesizer's auxiliary head; nil without one.
    public var auxiliaryLoss: Double?
    /// Root mean square over the batch of ‖ĝ‖ at the window's end; nil when none was used.
    public var syntheticGradientNorm: Double?
    /// Mean squared error of the synthetic inputs of a feed-forward network; nil without them.
    public var inputLoss: Double?

    /// A report of what there is; nothing by default.
    public init(
        synthesizerLoss: Double? = nil, auxiliaryLoss: Double? = nil,
        syntheticGradientNorm: Double? = nil, inputLoss: Double? = nil
    ) {
        self.synthesizerLoss = synthesizerLoss
        self.auxiliaryLoss = auxiliaryLoss
        self.syntheticGradientNorm = syntheticGradientNorm
        self.inputLoss = inputLoss
    }
}
