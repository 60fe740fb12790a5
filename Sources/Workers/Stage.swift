import Tensor

/// A worker's share of a network: what it computes, and what it hands over.
///
/// A stage knows nothing of other workers, of messages and of time; a schedule says when each of its
/// works is done.
package protocol Stage: AnyObject, Resumable {
    /// Does one work.
    func compute(_ work: Work, update: Int, part: Int)

    /// The numbers of a parcel that the schedule has it send, aliased until the next call.
    func contents(of parcel: Parcel) -> Matrix

    /// Takes over the numbers of a parcel.
    /// - Parameter numbers: as many as the sender's, or the parcel is refused.
    func accept(_ parcel: Parcel, _ numbers: [Float]) throws(StageError)

    /// The parameter gradients that are summed over the workers, aliased.
    var gradients: [Matrix] { get }

    /// The losses and norms since the last call.
    func takeReport() -> StageReport
}

/// A parcel that is not what was expected.
package enum StageError: Error, Hashable, Sendable {
    /// It has another count of numbers.
    case otherCount(Parcel, count: Int, expected: Int)
}

/// The losses and norms of a stage over some updates.
package struct StageReport: Hashable, Sendable, Codable {
    /// Σ ℓ in nats, or squares, over the scored outputs; zeros but for the worker that has the loss.
    package var loss = 0.0
    package var scoredOutputs = 0
    /// Σ over the updates of the squared norm of the worker's parameter gradient, before scaling.
    package var squaredGradientNorm = 0.0
    /// The sums of the mean squared errors of the synthesizers, and their number.
    package var synthesizerLoss = 0.0
    package var synthesizerLosses = 0
    /// The same of synthetic inputs.
    package var inputLoss = 0.0
    package var inputLosses = 0
    package var updates = 0

    package init() {}
}
