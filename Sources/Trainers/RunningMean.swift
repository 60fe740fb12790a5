import Tensor

/// The weighted mean of what was added; nil of nothing.
package struct RunningMean: Sendable {
    private var sum = 0.0
    private var weight = 0

    /// The mean of nothing.
    package init() {}

    /// - Parameter weight: how many numbers `sum` is the sum of.
    package mutating func add(_ sum: Double, weight: Int = 1) {
        self.sum += sum
        self.weight += weight
    }

    /// The mean of all that was added; nil of nothing.
    package var value: Double? { weight > 0 ? sum / Double(weight) : nil }
}

extension RunningMean: Resumable {
    /// Transfers the sum and the weight.
    package mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.real("sum", &sum)
        try state.integer("weight", &weight)
    }
}
