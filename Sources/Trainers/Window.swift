import Layers
import Tasks

/// Some consecutive steps of a batch of sequences.
public struct Window: Sendable {
    public let sequences: SequenceBatch
    public let steps: Range<Int>

    public init(_ sequences: SequenceBatch, steps: Range<Int>) {
        precondition(
            steps.lowerBound >= 0 && !steps.isEmpty && steps.upperBound <= sequences.steps,
            "steps \(steps) of \(sequences.steps)")
        self.sequences = sequences
        self.steps = steps
    }

    public var isFirst: Bool { steps.lowerBound == 0 }

    /// Whether the sequences end with this window.
    public var isLast: Bool { steps.upperBound == sequences.steps }

    public var inputs: ArraySlice<Int32> { sequences.inputs(steps) }

    public var targets: ArraySlice<Int32> { sequences.targets(steps) }

    /// What a pass reads of it.
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
