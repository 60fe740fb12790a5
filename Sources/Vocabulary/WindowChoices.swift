/// The synthetic gradient at a true sequence end.
public enum SequenceEndRule: String, Choice {
    /// None: no gradient arrives there.
    case zero
    /// The synthesizer's prediction.
    case predicted
    /// The prediction, and the synthesizer is regressed to zero there.
    case regressedToZero = "regressed_to_zero"
}

/// When the optimizers step.
public enum StepRule: String, Choice {
    /// At the end of every window.
    case window
    /// At a sequence's last window, with the gradients of all its windows.
    case sequence
}

/// The recurrent state that a sequence starts from.
public enum StateRule: String, Choice {
    /// Zero.
    case reset
    /// The state that the sequence before ended in.
    case carried
}

/// The place of the short window where the window length does not divide the sequence.
public enum RemainderRule: String, Choice {
    case first, last
    /// Last, padded to full length.
    case masked
}
