import Optimizers

/// The options of training a recurrent network, first value the default.
package struct TrainingOptions: Sendable {
    /// The prediction at the true end of a sequence, where no gradient arrives.
    package enum SequenceEnd: String, Sendable {
        /// Zero.
        case zero
        /// The synthesizer's prediction.
        case predicted
        /// The synthesizer's prediction, which is also regressed to zero there.
        case regressedToZero = "regressed_to_zero"
    }

    /// When the optimizers step.
    package enum StepPer: String, Sendable {
        /// After every window.
        case window
        /// After the last window of a sequence, with the gradients of all its windows.
        case sequence
    }

    /// Factor of ĝ where it enters the backward pass.
    package var sgScale = 1.0
    /// Whether that factor also applies to the part of the synthesizer's target that is carried
    /// back from ĝ.
    package var scalesBootstrap = true
    /// The prediction at the true end of a sequence.
    package var sequenceEnd = SequenceEnd.zero
    /// When the optimizers step.
    package var stepPer = StepPer.window
    /// Whether a sequence starts from the state its predecessor ended in, not from zero.
    package var carriesState = false
    /// Mixing λ: before a step back, the gradient ḡ at every state inside a window is
    /// λ·(back-propagated) + (1 − λ)·scale·ĝ. 1 is backpropagation, 0 a synthetic gradient a step.
    package var mixing = 1.0
    /// The number of updates during which the synthesizer is trained but ĝ does not enter the
    /// backward pass.
    package var warmUp = 0
    /// The norms that a sample's gradient may have as it is carried through time; applied after
    /// every step back.
    package var carriedRange = ClippingRange()

    /// Factor of ĝ where it enters the synthesizer's target.
    var bootstrapScale: Double { scalesBootstrap ? sgScale : 1 }

    /// The defaults.
    package init() {}
}
