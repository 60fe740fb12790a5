import Tasks

/// How a sequence is cut into windows of T steps.
package struct WindowSchedule: Sendable {
    /// Where the short window goes when T does not divide the length.
    package enum Remainder: String, CaseIterable, Sendable {
        /// The short window comes first.
        case first
        /// The short window comes last.
        case last
    }

    /// The number of steps T of a whole window.
    package let truncation: Int
    /// The place of a short window.
    package let remainder: Remainder

    /// Windows of `truncation` steps.
    package init(truncation: Int, remainder: Remainder) {
        precondition(truncation > 0, "a truncation of \(truncation)")
        self.truncation = truncation
        self.remainder = remainder
    }

    /// The windows of `sequences` in order.
    package func windows(of sequences: SequenceBatch) -> some Sequence<Window> {
        let short = sequences.steps % truncation
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
