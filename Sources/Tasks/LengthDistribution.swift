import Tensor

/// The distribution of the levels of a task's batches up to the current level.
package enum LengthDistribution: Sendable {
    /// All batches at the current level.
    case fixed
    /// N and R of every batch drawn independently of each other, up to those of the current level.
    case uniform

    /// Draws the level of batch number `item`, the same whenever it is asked for.
    /// - Parameters:
    ///   - shortest: the smallest N that can be drawn; the smallest R is 1.
    ///   - level: the largest N and R.
    package func level(
        from shortest: Int = 1, upTo level: Level, seed: Int, item: Int
    ) -> Level {
        switch self {
        case .fixed:
            return level
        case .uniform:
            precondition(
                shortest <= level.length, "a length from \(shortest) up to \(level.length)")
            var stream = RandomStream(seed: seed, purpose: .lengths, item: item)
            let length = shortest + stream.below(level.length - shortest + 1)
            return Level(length: length, repeats: 1 + stream.below(level.repeats))
        }
    }
}
