/// The length of a task's sequences, raised by one whenever that length is mastered.
///
/// A length is mastered when the mean error of the latest held-out batches at that length, as many
/// as `window` says, is below the threshold.
///
/// Source: Jaderberg et al. 2017, section 3.1, which advances below 0.15 bits per character.
public struct Curriculum: Sendable {
    /// Bits per scored output.
    public let threshold: Double
    /// Batches in the mean; 1 lets the single last batch decide.
    public let window: Int
    /// N of the sequences now trained on.
    public private(set) var length: Int
    private var errors: [Double] = []

    /// - Parameter start: the first length.
    public init(from start: Int, threshold: Double, window: Int) {
        length = start
        self.threshold = threshold
        self.window = window
    }

    /// The longest length mastered; one below the first before that is.
    public var solvedLength: Int { length - 1 }

    /// Takes note of one held-out batch's error in bits per scored output, at the current length.
    public mutating func record(_ bits: Double) {
        errors.append(bits)
        if errors.count > window { errors.removeFirst() }
        if errors.count == window && errors.reduce(0, +) / Double(window) < threshold {
            length += 1
            errors.removeAll()
        }
    }
}
