/// A batch of sequences of equal length: inputs and targets of a network.
///
/// Row t·B + b is step t of sequence b, so that a window of steps is one slice.
package struct SequenceBatch: Sendable {
    /// The number of sequences B.
    package let batch: Int
    /// The length of the sequences in time steps.
    package let steps: Int
    /// The indices of one-hot input vectors; −1 is the zero vector.
    package let inputs: [Int32]
    /// The indices of the target outputs, or 0 where there are target values; −1 is not scored.
    package let targets: [Int32]
    /// The real-valued inputs, `valueChannels` numbers a row.
    package let values: [Float]
    /// The number of real-valued inputs D.
    package let valueChannels: Int
    /// The target outputs where the loss is the squared error, `targetWidth` numbers a row; empty
    /// where it is the cross-entropy of `targets`.
    package let targetValues: [Float]
    /// The number of target values a row; 0 where the loss is the cross-entropy.
    package let targetWidth: Int
    /// The divisor Λ of the loss: scored outputs per sequence, or 1 for a stream.
    package let lossScale: Float

    /// A batch of sequences whose length follows from the number of inputs.
    package init(
        batch: Int, inputs: [Int32], targets: [Int32], values: [Float] = [],
        valueChannels: Int = 0, targetValues: [Float] = [], targetWidth: Int = 0, lossScale: Float
    ) {
        precondition(
            inputs.count == targets.count && inputs.count % batch == 0,
            "\(inputs.count) inputs and \(targets.count) targets for a batch of \(batch)")
        precondition(
            values.count == inputs.count * valueChannels,
            "\(values.count) values on \(valueChannels) channels of \(inputs.count) rows")
        precondition(
            targetValues.count == inputs.count * targetWidth,
            "\(targetValues.count) target values, \(targetWidth) for each of \(inputs.count) rows")
        self.batch = batch
        steps = inputs.count / batch
        self.inputs = inputs
        self.targets = targets
        self.values = values
        self.valueChannels = valueChannels
        self.targetValues = targetValues
        self.targetWidth = targetWidth
        self.lossScale = lossScale
    }

    /// The inputs of some steps.
    package func inputs(_ range: Range<Int>) -> ArraySlice<Int32> {
        inputs[range.lowerBound * batch..<range.upperBound * batch]
    }

    /// The targets of some steps.
    package func targets(_ range: Range<Int>) -> ArraySlice<Int32> {
        targets[range.lowerBound * batch..<range.upperBound * batch]
    }

    /// The real-valued inputs of some steps.
    package func values(_ range: Range<Int>) -> ArraySlice<Float> {
        let width = batch * valueChannels
        return values[range.lowerBound * width..<range.upperBound * width]
    }

    /// The target values of some steps.
    package func targetValues(_ range: Range<Int>) -> ArraySlice<Float> {
        let width = batch * targetWidth
        return targetValues[range.lowerBound * width..<range.upperBound * width]
    }

    /// The first `count` steps of the sequences, or all there are.
    package func prefix(_ count: Int) -> SequenceBatch { part(0..<min(count, steps)) }

    /// Some steps of the sequences, as sequences of their own.
    package func part(_ range: Range<Int>) -> SequenceBatch {
        SequenceBatch(
            batch: batch, inputs: Array(inputs(range)), targets: Array(targets(range)),
            values: Array(values(range)), valueChannels: valueChannels,
            targetValues: Array(targetValues(range)), targetWidth: targetWidth,
            lossScale: lossScale)
    }

    /// Some of the sequences, whole.
    /// - Precondition: the sequences have symbols alone, no real values.
    package func lanes(_ range: Range<Int>) -> SequenceBatch {
        precondition(
            values.isEmpty && targetValues.isEmpty && range.upperBound <= batch,
            "lanes \(range) of \(batch)")
        func rows(_ numbers: [Int32]) -> [Int32] {
            (0..<steps).flatMap {
                numbers[$0 * batch + range.lowerBound..<$0 * batch + range.upperBound]
            }
        }
        return SequenceBatch(
            batch: range.count, inputs: rows(inputs), targets: rows(targets), lossScale: lossScale)
    }
}
