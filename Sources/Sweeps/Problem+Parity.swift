extension Problem.Kind {
    /// Parity: say whether a sequence of bits had an odd number of ones; its length grows as it is
    /// mastered.
    public static var parity: Problem.Kind { Problem.Kind(.parity) }
}
