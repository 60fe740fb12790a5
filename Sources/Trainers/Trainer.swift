import Optimizers
import Tasks
import Tensor

/// A way to train a recurrent network, window by window.
///
/// A trainer returns values; whoever calls it records them. Units, for all trainers: the objective
/// of a window is (1/B) Σ_b Σ_t ℓ(b,t)/Λ in nats; parameter gradients are means over the batch; a
/// gradient with respect to a state is per sample, not divided by B.
public protocol Trainer: AnyObject {
    var core: RecurrentCore { get }

    /// Trains on the next window. Windows come in the order of `WindowSchedule`.
    /// - Parameter capturing: also returns every tensor needed to replay the window elsewhere.
    func train(on window: Window, capturing: Bool) -> StepReport
}

/// What happened at a window's boundaries besides the ordinary backward.
public struct BoundaryReport: Sendable {
    /// Mean squared error of the synthesizer over the states it was trained at; nil when there were
    /// none.
    public var synthesizerLoss: Double?
    /// The same of its auxiliary head; nil without one.
    public var auxiliaryLoss: Double?
    /// Root mean square over the batch of ‖ĝ‖ at the window's end; nil when none was used.
    public var syntheticGradientNorm: Double?
    /// Mean squared error of the synthetic inputs of a feed-forward network; nil without them.
    public var inputLoss: Double?

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

/// What one window of training amounted to.
public struct StepReport: Sendable {
    /// Σ ℓ over the scored outputs: bits of cross-entropy, or squares.
    public let loss: Double
    /// How many outputs were scored.
    public let scoredOutputs: Int
    /// Norm of the parameter gradient accumulated so far, before scaling.
    public let gradientNorm: Double
    public let boundary: BoundaryReport
    /// Everything needed to replay the window, when asked for.
    public var capture: WindowCapture?

    public init(
        loss: Double, scoredOutputs: Int, gradientNorm: Double, boundary: BoundaryReport,
        capture: WindowCapture? = nil
    ) {
        self.loss = loss
        self.scoredOutputs = scoredOutputs
        self.gradientNorm = gradientNorm
        self.boundary = boundary
        self.capture = capture
    }

    /// Whether training can go on: false once a loss or a gradient is infinite or NaN.
    public var isFinite: Bool {
        loss.isFinite && gradientNorm.isFinite && (boundary.synthesizerLoss ?? 0).isFinite
            && (boundary.inputLoss ?? 0).isFinite
    }

    func with(_ capture: WindowCapture) -> StepReport {
        var report = self
        report.capture = capture
        return report
    }
}

/// The options of training over windows, first value the default.
public struct TrainingOptions: Sendable {
    /// What is predicted at the true end of a sequence, where no gradient arrives.
    public enum SequenceEnd: String, CaseIterable, Sendable {
        /// Nothing.
        case zero
        /// Whatever the synthesizer says.
        case predicted
        /// The same, and the synthesizer learns to say zero there.
        case regressedToZero = "regressed_to_zero"
    }

    /// When the optimizers step.
    public enum StepPer: String, CaseIterable, Sendable {
        case window
        /// At the last window, with the gradients of all.
        case sequence
    }

    /// Factor of ĝ where it enters the backward pass.
    public var sgScale = 1.0
    /// Whether that factor also applies to the part of the synthesizer's target that is carried
    /// back from ĝ.
    public var scalesBootstrap = true
    public var sequenceEnd = SequenceEnd.zero
    public var stepPer = StepPer.window
    /// Whether a sequence starts from the state its predecessor ended in, not from zero.
    public var carriesState = false
    /// Mixing λ: before a step back, the gradient ḡ at every state inside a window is
    /// λ·(back-propagated) + (1 − λ)·scale·ĝ. 1 is backpropagation, 0 a synthetic gradient a step.
    public var mixing = 1.0
    /// For how many updates the synthesizer is trained but ĝ does not enter the backward pass.
    public var warmUp = 0
    /// The norms that a sample's gradient may have as it is carried through time; applied after
    /// every step back.
    public var carriedRange = ClippingRange()

    /// Factor of ĝ where it enters the synthesizer's target.
    var bootstrapScale: Double { scalesBootstrap ? sgScale : 1 }

    public init() {}
}
