import Tensor

/// The parity task: read N random bits, one a step, then say whether the number of ones is odd.
///
/// Bits are one-hot symbols, 0 and 1. Only the last step is scored, and its target is the sum of
/// all N bits modulo 2: whichever bit is forgotten, the answer is a guess, and costs 1 bit.
///
/// Source: Bengio, Simard and Frasconi 1994, "Learning long-term dependencies with gradient descent
/// is difficult", there with inputs of 1 and −1 and a squared error.
package struct ParityTask: EpisodicTask {
    /// The seed of the sequences.
    package let seed: Int

    /// The task with the sequences of a seed.
    package init(seed: Int) {
        self.seed = seed
    }

    package var inputs: Int { 2 }
    package var valueChannels: Int { 0 }
    package var outputs: Int { 2 }
    package var easiest: Level { Level(length: 1) }

    package func steps(at level: Level) -> Int { level.length }

    package func sequences(
        at level: Level, batch: Int, purpose: Purpose, item: Int
    ) -> SequenceBatch {
        let last = (level.length - 1) * batch
        var stream = RandomStream(seed: seed, purpose: purpose, item: item)
        let bits = (0..<level.length * batch).map { _ in Int32(stream.below(2)) }
        var targets = [Int32](repeating: -1, count: bits.count)
        for lane in 0..<batch {
            targets[last + lane] = stride(from: lane, to: bits.count, by: batch).reduce(0) {
                $0 ^ bits[$1]
            }
        }
        return SequenceBatch(batch: batch, inputs: bits, targets: targets, lossScale: 1)
    }

    package func next(after level: Level) -> Level { Level(length: level.length + 1) }
}
