import Tensor

/// A worker's share of a network: what it computes, and what it hands over.
///
/// A stage knows nothing of other workers, of messages and of time; a schedule says when each of its
/// works is done. Saved, the state is that part of it which belongs to the worker: those of all
/// workers together make up that of a trainer in one process, which every worker takes back whole.
package protocol Stage: AnyObject, Resumable {
    /// Transfers what this worker has besides, which no other has: the state of its own sequences.
    func transferOwn(_ state: StateTransfer) throws(StateMismatch)

    /// Does one work.
    func compute(_ work: Work, update: Int, part: Int)

    /// The numbers of a parcel that the schedule has it send, aliased until the next call.
    func contents(of parcel: Parcel) -> Matrix

    /// Takes over the numbers of a parcel.
    /// - Parameter bytes: float32 numbers row by row, as many as the sender's, or the parcel is refused.
    func accept(_ parcel: Parcel, _ bytes: UnsafeRawBufferPointer) throws(StageError)

    /// The parameter gradients, and counts, that are summed over the workers, aliased; empty where
    /// nothing is.
    var gradients: [Matrix] { get }

    /// The losses and norms since the last call.
    func takeReport() -> StageReport
}

/// A parcel that is not what was expected.
package enum StageError: Error, Hashable, Sendable {
    /// It has another number of bytes.
    case otherSize(Parcel, bytes: Int, expected: Int)
}

extension StageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherSize(let parcel, let bytes, let expected):
            "it sent \(bytes) bytes as the \(parcel.content) of update \(parcel.update), not \(expected)"
        }
    }
}

/// The losses and norms of a stage over some updates.
package struct StageReport: Hashable, Sendable, Codable {
    /// Σ ℓ in nats, or squares, over the scored outputs; zeros but for the worker that has the loss.
    package var loss = 0.0
    package var scoredOutputs = 0
    /// Σ over the updates of the squared norm of the worker's parameter gradient, before scaling;
    /// where all have the same one, worker 0 alone has it, so that sums over workers are those of the
    /// network.
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
