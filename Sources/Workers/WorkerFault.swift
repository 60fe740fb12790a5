import Channels

/// The end of a worker, or of the work of all, before it was done.
package enum WorkerFault: Error, Hashable, Sendable, Codable {
    /// The worker has ended.
    case gone(worker: Int)
    /// Nothing came from the worker for so long.
    case silent(worker: Int, seconds: Double)
    /// The worker cannot go on, in words.
    case failed(worker: Int, String)
    /// The coordinator has ended, or asks for nothing that is known.
    case abandoned
    /// The coordinator waits no longer for answers.
    case interrupted

    /// The worker at fault; nil: it is the coordinator.
    package var worker: Int? {
        switch self {
        case .gone(let worker), .silent(let worker, _), .failed(let worker, _): worker
        case .abandoned, .interrupted: nil
        }
    }

    /// - Parameter worker: whose channel it is.
    init(_ error: ChannelError, of worker: Int) {
        self =
            switch error {
            case .gone(.worker(let peer)): .gone(worker: peer)
            case .silent(.worker(let peer), let seconds): .silent(worker: peer, seconds: seconds)
            case .gone(.coordinator): .abandoned
            case .gone, .silent, .refused, .longPath, .library, .system:
                .failed(worker: worker, error.description)
            }
    }
}

extension WorkerFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gone(let worker): ChannelError.gone(.worker(worker)).description
        case .silent(let worker, let seconds):
            ChannelError.silent(.worker(worker), seconds: seconds).description
        case .failed(let worker, let reason): "worker \(worker): \(reason)"
        case .abandoned: "the coordinator of the workers has ended"
        case .interrupted: "the workers were stopped"
        }
    }
}
