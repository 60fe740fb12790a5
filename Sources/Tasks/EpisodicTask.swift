import Tensor

/// How hard an episodic task's sequences are.
public struct Level: Hashable, Sendable {
    /// N: symbols or values to remember.
    public let length: Int
    /// R: how often they are to be said; 1 where a task has no repeats.
    public let repeats: Int

    public init(length: Int, repeats: Int = 1) {
        self.length = length
        self.repeats = repeats
    }
}

/// A task of separate sequences that can be made harder level by level.
public protocol EpisodicTask: Sendable {
    /// Width of the one-hot input.
    var inputs: Int { get }
    /// Real-valued inputs beside the one-hot ones.
    var valueChannels: Int { get }
    /// Width of the output.
    var outputs: Int { get }
    /// The first of the levels, N as small as the task allows.
    var easiest: Level { get }

    /// Time steps of a sequence.
    func steps(at level: Level) -> Int

    /// Batch number `item` of sequences, the same whenever it is asked for.
    /// - Parameter purpose: training and held-out sequences come from different streams.
    func sequences(at level: Level, batch: Int, purpose: Purpose, item: Int) -> SequenceBatch

    /// The next harder level; N grows without bound when this is repeated.
    func next(after level: Level) -> Level
}
