import Tasks
import Vocabulary

// Tasks as the numerical column has them.

/// The sequences that a recurrent network is trained on.
enum SequenceTask {
    /// Separate sequences, made harder level by level.
    case episodes(any EpisodicTask)
    /// One endless text.
    case stream(TextTask)
}

extension Configuration {
    /// The task of a recurrent network; nil for images.
    /// - Throws: `DataError` when its data cannot be read.
    func sequenceTask() throws -> SequenceTask? {
        switch self[.task] {
        case .copy: .episodes(CopyTask(symbols: self[.symbols], seed: self[.seed]))
        case .repeatCopy: .episodes(RepeatCopyTask(symbols: self[.symbols], seed: self[.seed]))
        case .adding: .episodes(AddingTask(seed: self[.seed]))
        case .parity: .episodes(ParityTask(seed: self[.seed]))
        case .text: .stream(try textTask())
        case .images: nil
        }
    }

    /// The distribution of the lengths that are trained on.
    var lengthDistribution: LengthDistribution {
        switch self[.lengthDistribution] {
        case .fixed: .fixed
        case .uniform: .uniform
        }
    }
}
