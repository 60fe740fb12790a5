import Layers
import Tasks

/// Some consecutive steps of a batch of sequences.
package struct Window: Sendable {
    /// The batch of whole sequences.
    package let sequences: SequenceBatch
    /// The steps of the sequences that the window covers.
    package let steps: Range<Int>

    /// The window of some steps of `sequences`.
    package init(_ sequences: SequenceBatch, steps: Range<Int>) {
        precondition(
            steps.lowerBound >= 0 && !steps.isEmpty && steps.upperBound <= sequences.steps,
            "steps \(steps) of \(sequences.steps)")
        self.sequences = sequences
        self.steps = steps
    }

    /// Whether the sequences begin with this window.
    package var isFirst: Bool { steps.lowerBound == 0 }

    /// Whether the sequences end with this window.
    package var isLast: Bool { steps.upperBound == sequences.steps }

    /// The input symbols, T·B of them.
    package var inputs: ArraySlice<Int32> { sequences.inputs(steps) }

    /// The targets, T·B of them; −1 is not scored.
    package var targets: ArraySlice<Int32> { sequences.targets(steps) }

    /// The inputs and targets of the steps, as a pass reads them.
    var contents: WindowSteps {
        WindowSteps(
            symbols: inputs, values: sequences.values(steps), targets: targets,
            targetValues: sequences.targetValues(steps))
    }
}

extension SequenceBatch {
    /// Units in which a loss is reported, per unit of the objective: bits in a nat, or 1 for squares.
    var lossUnits: Double { targetValues.isEmpty ? SoftmaxCrossEntropy.bitsPerNat : 1 }
}
