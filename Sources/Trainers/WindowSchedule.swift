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

/// How a sequence is cut into windows of T steps.
public struct WindowSchedule: Sendable {
    /// Where the short window goes when T does not divide the length.
    public enum Remainder: String, CaseIterable, Sendable {
        case first, last
        /// Last, made full by steps without input and score.
        case masked
    }

    /// T.
    public let truncation: Int
    public let remainder: Remainder

    public init(truncation: Int, remainder: Remainder) {
        precondition(truncation > 0, "a truncation of \(truncation)")
        self.truncation = truncation
        self.remainder = remainder
    }

    /// The windows of `sequences` in order.
    public func windows(of sequences: SequenceBatch) -> some Sequence<Window> {
        let short = sequences.steps % truncation
        let whole = short == 0 || remainder != .masked
        let sequences =
            whole ? sequences : sequences.padded(to: sequences.steps - short + truncation)
        let firstEnd = short > 0 && remainder == .first ? short : truncation
        return sequence(first: 0) { start in
            let end = start == 0 ? firstEnd : start + truncation
            return end < sequences.steps ? end : nil
        }.lazy.map { start in
            let end = start == 0 ? firstEnd : start + truncation
            return Window(sequences, steps: start..<min(end, sequences.steps))
        }
    }
}
