extension Problem.Kind {
    /// Parity: tell whether a sequence of bits has an odd number of ones; its length grows as it is
    /// mastered.
    public static var parity: Problem.Kind { Problem.Kind(.parity) }
}
