import Tensor

/// The repeat-copy task: read N random symbols, a delimiter and a number R, then output the symbols
/// R times and an end marker.
///
/// Input t < N is a symbol, input N the delimiter; step N + 1 has no symbol but R / 10 on the value
/// channel, which is 0 at all other steps. Then R·N + 1 steps without input, whose targets are the
/// symbols in order, R times, and the end marker: (R + 1)·N + 3 steps, of which the last R·N + 1
/// are scored. One input vector a symbol and one for the delimiter; one output a symbol and one for
/// the end marker.
///
/// Source: Graves, Wayne and Danihelka 2014, section 4.2; the levels of Jaderberg et al. 2017,
/// section 3.1.
package struct RepeatCopyTask: EpisodicTask {
    /// The number of distinct symbols.
    package let symbols: Int
    /// The seed of the sequences.
    package let seed: Int

    /// The task with the sequences of a seed.
    package init(symbols: Int, seed: Int) {
        self.symbols = symbols
        self.seed = seed
    }

    package var inputs: Int { symbols + 1 }
    package var valueChannels: Int { 1 }
    package var outputs: Int { symbols + 1 }
    package var easiest: Level { Level(length: 1) }

    package func steps(at level: Level) -> Int { (level.repeats + 1) * level.length + 3 }

    package func sequences(
        at level: Level, batch: Int, purpose: Purpose, item: Int
    ) -> SequenceBatch {
        var stream = RandomStream(seed: seed, purpose: purpose, item: item)
        let drawn = (0..<level.length * batch).map { _ in Int32(stream.below(symbols)) }
        // The delimiter among the inputs, the end marker among the outputs.
        let marker = [Int32](repeating: Int32(symbols), count: batch)
        let scored = level.repeats * level.length + 1
        func blank(_ steps: Int) -> [Int32] { [Int32](repeating: -1, count: steps * batch) }
        let copies = (0..<level.repeats).flatMap { _ in drawn }
        var values = [Float](repeating: 0, count: steps(at: level) * batch)
        for lane in 0..<batch {
            values[(level.length + 1) * batch + lane] = Float(level.repeats) / 10
        }
        return SequenceBatch(
            batch: batch, inputs: drawn + marker + blank(1 + scored),
            targets: blank(level.length + 2) + copies + marker,
            values: values, valueChannels: 1, lossScale: Float(scored))
    }

    /// The level with N or R raised, in turn, N first.
    package func next(after level: Level) -> Level {
        level.length > level.repeats
            ? Level(length: level.length, repeats: level.repeats + 1)
            : Level(length: level.length + 1, repeats: level.repeats)
    }
}
