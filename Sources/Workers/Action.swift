/// One thing that a worker does; a worker does its actions in order.
package enum Action: Hashable, Sendable {
    /// Computes; `part` is the microbatch, 0 where there is one.
    case compute(Work, update: Int, part: Int)
    /// Hands a parcel over and goes on.
    case send(Parcel, to: Int)
    /// Waits for a parcel.
    case receive(Parcel, from: Int)
    /// Sums the parameter gradients of all workers, who all wait for it.
    case sum(update: Int)
}

/// A kind of work.
package enum Work: Int, Hashable, Sendable, CaseIterable {
    /// Draws the batch or the window.
    case load
    /// Runs the worker's layers, or its window; the topmost worker takes the loss besides, the others
    /// predict the gradient where they have a synthesizer.
    case forward
    /// Carries the gradient back: the true one, or that of the synthesizer.
    case backward
    /// Trains the synthesizer at the worker's upper cut with the target that arrived.
    case regress
    /// Trains the synthesizer of the worker's inputs with those that arrived.
    case regressInput
    /// Takes the optimizers' step.
    case step
}

/// Something handed from one worker to another.
package struct Parcel: Hashable, Sendable {
    /// What it is.
    package enum Content: UInt16, Hashable, Sendable, CaseIterable {
        /// The outputs h of the sender's topmost layer, (B, width), to the worker above.
        case output
        /// ∂ℓ/∂h of what the receiver gave out, per sample, to the worker below.
        case gradient
        /// The synthetic input ĥ at which that gradient was computed, to the worker below.
        case input
        /// The recurrent state at the end of a window, (B, S), to the worker with the next.
        case state
    }

    package let content: Content
    package let update: Int
    /// The microbatch.
    package let part: Int

    package init(_ content: Content, update: Int, part: Int = 0) {
        self.content = content
        self.update = update
        self.part = part
    }
}
