/// The synthetic gradient at a true sequence end.
public enum SequenceEndRule: String, Choice {
    /// Zero: no gradient arrives there.
    case zero
    /// The synthesizer's prediction.
    case predicted
    /// The prediction, and the synthesizer is regressed to zero there.
    case regressedToZero = "regressed_to_zero"
}

/// The part of a sequence after which the optimizers step.
public enum StepRule: String, Choice {
    /// A step at the end of every window.
    case window
    /// A step at a sequence's last window, with the gradients of all its windows.
    case sequence
}

/// The recurrent state that a sequence starts from.
public enum StateRule: String, Choice {
    /// Zeros.
    case reset
    /// The state that the sequence before ended in.
    case carried
}

/// The place of the short window where the window length does not divide the sequence.
public enum RemainderRule: String, Choice {
    /// At the beginning, and at the end.
    case first, last
    /// At the end, made full by steps that count for nothing, as tools with windows of one length
    /// have it: the numbers are those of `last`.
    case masked
}
