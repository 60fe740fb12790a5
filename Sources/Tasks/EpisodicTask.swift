import Tensor

/// The difficulty of an episodic task's sequences.
package struct Level: Hashable, Sendable {
    /// The number N of symbols or values to remember.
    package let length: Int
    /// The number R of times they are to be output; 1 where a task has no repeats.
    package let repeats: Int

    /// The level of N = `length` and R = `repeats`.
    package init(length: Int, repeats: Int = 1) {
        self.length = length
        self.repeats = repeats
    }
}

extension StateTransfer {
    /// Transfers a level, or that there is none.
    package func level(_ name: String, _ level: inout Level?) throws(StateMismatch) {
        var numbers = level.map { [$0.length, $0.repeats] } ?? []
        try integers(name, &numbers)
        level = numbers.count == 2 ? Level(length: numbers[0], repeats: numbers[1]) : nil
    }
}

/// A task of separate sequences that can be made harder level by level.
package protocol EpisodicTask: Sendable {
    /// The width of the one-hot input.
    var inputs: Int { get }
    /// The number of real-valued inputs beside the one-hot ones.
    var valueChannels: Int { get }
    /// The width of the output.
    var outputs: Int { get }
    /// The first level, with N as small as the task allows.
    var easiest: Level { get }

    /// The number of time steps of a sequence.
    func steps(at level: Level) -> Int

    /// Draws batch number `item` of sequences, the same whenever it is asked for.
    /// - Parameter purpose: training and held-out sequences come from different streams.
    func sequences(at level: Level, batch: Int, purpose: Purpose, item: Int) -> SequenceBatch

    /// The next harder level; N grows without bound when this is repeated.
    func next(after level: Level) -> Level
}
