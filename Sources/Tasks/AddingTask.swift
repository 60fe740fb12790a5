import Tensor

/// The adding task: read N random values, two of them marked, then output the sum of these two.
///
/// Every step has a value uniform in [0, 1) on the value channel. The one-hot symbol 0 marks one of
/// the first ⌊N / 2⌋ steps and one of the others; the rest have no symbol. Only the last step is
/// scored, by the squared error of the sum; a constant output of 1 has a mean error of 1/6.
///
/// Source: Hochreiter and Schmidhuber 1997, experiment 4, there with values in [−1, 1], marks in
/// the first half alone, ends marked −1 and the sum scaled to [0, 1].
package struct AddingTask: EpisodicTask {
    /// The seed of the sequences.
    package let seed: Int

    /// The task with the sequences of a seed.
    package init(seed: Int) {
        self.seed = seed
    }

    package var inputs: Int { 1 }
    package var valueChannels: Int { 1 }
    package var outputs: Int { 1 }
    /// The level of two values, both marked.
    package var easiest: Level { Level(length: 2) }

    package func steps(at level: Level) -> Int { level.length }

    package func sequences(
        at level: Level, batch: Int, purpose: Purpose, item: Int
    ) -> SequenceBatch {
        let length = level.length
        precondition(length >= 2, "two marks among \(length) values")
        var stream = RandomStream(seed: seed, purpose: purpose, item: item)
        let values = (0..<length * batch).map { _ in stream.uniform() }
        var marks = [Int32](repeating: -1, count: length * batch)
        var targets = marks
        var sums = [Float](repeating: 0, count: length * batch)
        for lane in 0..<batch {
            let first = stream.below(length / 2) * batch + lane
            let second = (length / 2 + stream.below(length - length / 2)) * batch + lane
            let last = (length - 1) * batch + lane
            marks[first] = 0
            marks[second] = 0
            targets[last] = 0
            sums[last] = values[first] + values[second]
        }
        return SequenceBatch(
            batch: batch, inputs: marks, targets: targets, values: values, valueChannels: 1,
            targetValues: sums, targetWidth: 1, lossScale: 1)
    }

    package func next(after level: Level) -> Level { Level(length: level.length + 1) }
}
