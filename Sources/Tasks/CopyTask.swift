import Tensor

/// Copy: see N random symbols and a delimiter, then say the symbols again.
///
/// Input t < N is a symbol, input N the delimiter; then N steps without input, whose targets are
/// the symbols in order: 2N + 1 steps, of which the last N are scored. One input vector a symbol
/// and one for the delimiter.
///
/// Source: Graves, Wayne and Danihelka 2014, section 4.1; here without the end marker.
public struct CopyTask: Sendable {
    /// Distinct symbols.
    public let symbols: Int
    public let seed: Int

    public init(symbols: Int, seed: Int) {
        self.symbols = symbols
        self.seed = seed
    }

    /// Width of the input.
    public var inputs: Int { symbols + 1 }
    /// Width of the output.
    public var outputs: Int { symbols }

    /// Batch number `item` of sequences of length N = `length`, the same whenever it is asked for.
    /// - Parameter purpose: training and held-out sequences come from different streams.
    public func sequences(
        length: Int, batch: Int, purpose: Purpose, item: Int
    ) -> SequenceBatch {
        var stream = RandomStream(seed: seed, purpose: purpose, item: item)
        let drawn = (0..<length * batch).map { _ in Int32(stream.below(symbols)) }
        let delimiter = [Int32](repeating: Int32(symbols), count: batch)
        let blank = [Int32](repeating: -1, count: length * batch)
        return SequenceBatch(
            batch: batch, inputs: drawn + delimiter + blank,
            targets: blank
                + [Int32](
                    repeating: -1, count: batch) + drawn,
            lossScale: Float(length))
    }
}
