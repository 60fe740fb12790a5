extension Quantity {
    /// How finely a quantity is measured: the least distance of two of its values. What lies within
    /// one step of it cannot be told apart, however many runs agree.
    public indirect enum Resolution: Hashable, Sendable {
        /// A real number, of which any two values may be as close as they like.
        case continuous
        /// A multiple of a step, in the quantity's unit: 1 for a count.
        case step(Double)
        /// A share of things that are counted, and how many there are is a quantity of the same run: a
        /// share of test images changes by one image.
        /// - Parameter whole: all of them, in the quantity's unit: 100 for percent.
        case share(of: Quantity, whole: Double)
    }
}
