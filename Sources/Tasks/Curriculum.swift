import Tensor

/// The level of a task's sequences, raised to the next whenever that level is mastered.
///
/// A level is mastered when the mean error of the latest held-out batches at that level, as many
/// as `window` says, is below the threshold.
///
/// Source: Jaderberg et al. 2017, section 3.1, which advances below 0.15 bits per character.
package struct Curriculum: Sendable {
    private let task: any EpisodicTask
    /// The error below which a level is mastered, in the unit of the recorded errors.
    private let threshold: Double
    /// The number of batches in the mean; 1 lets the single last batch decide.
    private let window: Int
    /// The level of the sequences now trained on.
    package private(set) var level: Level
    /// The hardest level mastered, where the level before the first counts as mastered; nil before
    /// there is any.
    package private(set) var solved: Level?
    private var errors: [Double] = []

    /// A curriculum at its first level.
    /// - Parameter start: N of the first level, which is the easiest with that N or more.
    package init(of task: any EpisodicTask, from start: Int, threshold: Double, window: Int) {
        self.task = task
        self.threshold = threshold
        self.window = window
        level = task.easiest
        while level.length < start {
            solved = level
            level = task.next(after: level)
        }
    }

    /// The N of the hardest level mastered; 0 before there is any.
    package var solvedLength: Int { solved?.length ?? 0 }

    /// Records one held-out batch's error per scored output, at the current level.
    package mutating func record(_ error: Double) {
        errors.append(error)
        if errors.count > window { errors.removeFirst() }
        if errors.count == window && errors.reduce(0, +) / Double(window) < threshold {
            advance()
        }
    }

    private mutating func advance() {
        solved = level
        level = task.next(after: level)
        errors.removeAll()
    }

    /// The hardest level that a curriculum masters if the errors of so many evaluations are all 0;
    /// counted up to 2²⁰ levels, more than anything trains through.
    package func solvableLevel(evaluations: Int) -> Level? {
        var curriculum = self
        for _ in 0..<min(evaluations / window, 1 << 20) { curriculum.advance() }
        return curriculum.solved
    }

    /// The hardest level up to that mastered whose error is below the threshold now, tried from there down;
    /// nil where none is.
    /// - Parameter error: the mean error at a level.
    package func solvedNow(_ error: (Level) throws -> Double) rethrows -> Level? {
        guard let solved else { return nil }
        var levels = [task.easiest]
        while let last = levels.last, last != solved { levels.append(task.next(after: last)) }
        return try levels.last { try error($0) < threshold }
    }
}

extension Curriculum: Resumable {
    /// Transfers the level, the hardest mastered and the errors at this one.
    package mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        var current: Level? = level
        try state.level("level", &current)
        level = current ?? level
        try state.level("solved", &solved)
        try state.reals("errors", &errors)
    }
}
