import Tensor

/// The copy task: read N random symbols and a delimiter, then output the symbols in order.
///
/// Input t < N is a symbol, input N the delimiter; then N steps without input, whose targets are
/// the symbols in order: 2N + 1 steps, of which the last N are scored. One input vector a symbol
/// and one for the delimiter.
///
/// Source: Graves, Wayne and Danihelka 2014, section 4.1; here without the end marker.
package struct CopyTask: EpisodicTask {
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
    package var valueChannels: Int { 0 }
    package var outputs: Int { symbols }
    package var easiest: Level { Level(length: 1) }

    package func steps(at level: Level) -> Int { 2 * level.length + 1 }

    package func sequences(
        at level: Level, batch: Int, purpose: Purpose, item: Int
    ) -> SequenceBatch {
        var stream = RandomStream(seed: seed, purpose: purpose, item: item)
        let drawn = (0..<level.length * batch).map { _ in Int32(stream.below(symbols)) }
        let delimiter = [Int32](repeating: Int32(symbols), count: batch)
        let blank = [Int32](repeating: -1, count: level.length * batch)
        return SequenceBatch(
            batch: batch, inputs: drawn + delimiter + blank,
            targets: blank + [Int32](repeating: -1, count: batch) + drawn,
            lossScale: Float(level.length))
    }

    package func next(after level: Level) -> Level { Level(length: level.length + 1) }
}
