/// A batch of sequences of equal length: what a network reads and what it should say.
///
/// Row t·B + b is step t of sequence b, so that a window of steps is one slice.
public struct SequenceBatch: Sendable {
    public let batch: Int
    /// Length of the sequences in time steps.
    public let steps: Int
    /// Indices of one-hot input vectors; −1 is the zero vector.
    public let inputs: [Int32]
    /// Indices of the right outputs; −1 is not scored.
    public let targets: [Int32]
    /// Λ, the divisor of the loss: scored outputs per sequence, or 1 for a stream.
    public let lossScale: Float

    public init(batch: Int, inputs: [Int32], targets: [Int32], lossScale: Float) {
        precondition(
            inputs.count == targets.count && inputs.count % batch == 0,
            "\(inputs.count) inputs and \(targets.count) targets for a batch of \(batch)")
        self.batch = batch
        steps = inputs.count / batch
        self.inputs = inputs
        self.targets = targets
        self.lossScale = lossScale
    }

    /// The inputs of some steps.
    public func inputs(_ range: Range<Int>) -> ArraySlice<Int32> {
        inputs[range.lowerBound * batch..<range.upperBound * batch]
    }

    /// The targets of some steps.
    public func targets(_ range: Range<Int>) -> ArraySlice<Int32> {
        targets[range.lowerBound * batch..<range.upperBound * batch]
    }

    /// The same sequences made `steps` long by steps without input and without score.
    public func padded(to steps: Int) -> SequenceBatch {
        precondition(steps >= self.steps, "\(self.steps) steps padded to \(steps)")
        let padding = [Int32](repeating: -1, count: (steps - self.steps) * batch)
        return SequenceBatch(
            batch: batch, inputs: inputs + padding, targets: targets + padding,
            lossScale: lossScale)
    }
}
