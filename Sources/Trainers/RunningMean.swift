/// The weighted mean of what was added; nil of nothing.
public struct RunningMean: Sendable {
    private var sum = 0.0
    private var weight = 0

    /// The mean of nothing.
    public init() {}

    /// - Parameter weight: how many numbers `sum` is the sum of.
    public mutating func add(_ sum: Double, weight: Int = 1) {
        self.sum += sum
        self.weight += weight
    }

    /// The mean of all that was added; nil of nothing.
    public var value: Double? { weight > 0 ? sum / Double(weight) : nil }
}
