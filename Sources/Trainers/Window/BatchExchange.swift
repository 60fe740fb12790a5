import Tensor

/// What every sample of a batch gets of the synthetic gradients at the end of a window in place of its
/// own: a control of what a prediction says of its sample.
///
/// Permuted: sample b gets the gradient of sample π(b), π a uniformly random cyclic permutation drawn
/// anew for every window, which leaves no sample its own (a batch of one apart). Mean: every sample
/// gets the mean over the batch.
package final class BatchExchange {
    /// The gradients that samples get.
    package enum Kind: Sendable {
        /// Those of other samples; the seed is the run's.
        case permuted(seed: Int)
        /// The mean over the batch.
        case mean
    }

    private let kind: Kind
    /// π of the latest window; every sample itself before the first.
    private(set) var permutation: [Int32]
    /// The gradients before they are exchanged. (B, S)
    private let own: Matrix
    /// The mean gradient. (1, S)
    private let mean: Matrix

    /// Takes memory for a batch of state gradients.
    package init(_ context: RuleContext, _ kind: Kind) {
        self.kind = kind
        permutation = (0..<Int32(context.batch)).map { $0 }
        own = context.stateMatrix()
        mean = context.workspace.matrix(1, context.network.stateWidth)
    }

    /// Draws π, the same whenever the window begins at this step of its session.
    /// - Parameter step: the time steps trained on before the window.
    func begin(windowAt step: Int) {
        guard case .permuted(let seed) = kind else { return }
        var stream = RandomStream(seed: seed, purpose: .batchPermutation, item: step)
        permutation.drawCycle(from: &stream)
    }

    /// Replaces every sample's gradient. (B, S)
    func exchange(_ gradients: Matrix) {
        switch kind {
        case .permuted:
            own.copy(from: gradients)
            for (sample, other) in permutation.enumerated() {
                let other = Int(other)
                gradients.rows(sample..<sample + 1).copy(from: own.rows(other..<other + 1))
            }
        case .mean:
            mean.fill(0)
            mean.addColumnSums(of: gradients)
            mean.scale(by: 1 / Float(gradients.rows))
            gradients.fill(0)
            gradients.addBias(mean)
        }
    }

    /// Notes the kind and adds π.
    func describe(into capture: inout WindowCapture) {
        switch kind {
        case .permuted:
            capture.note("sg_rows", "permuted")
            capture.add(
                permutation, ["sequence"], shape: [permutation.count], as: "permutation")
        case .mean: capture.note("sg_rows", "mean")
        }
    }
}

extension [Int32] {
    /// Becomes a permutation of 0..<count that is one cycle, each of them equally likely.
    ///
    /// Source: Sattolo 1986, "An algorithm to generate a random cyclic permutation".
    fileprivate mutating func drawCycle(from stream: inout RandomStream) {
        for index in indices { self[index] = Int32(index) }
        for index in indices.dropFirst().reversed() { swapAt(index, stream.below(index)) }
    }
}
