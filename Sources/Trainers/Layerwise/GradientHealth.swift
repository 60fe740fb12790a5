/// Bias and variance of the parameter gradient G that a layer is trained with, beside the gradient
/// G_bp of backpropagation on the same batches, K of them.
///
/// Both are measured in units of ‖EG_bp‖², so that a method whose gradient is always the same wrong
/// vector has no variance but a bias, and one that doubles all gradients has four times the variance.
/// All squares are estimates without bias, their ratios nearly so, batches taken as independent
/// draws: a variance is Σ‖a_k − ā‖²/(K − 1), the square of a mean ‖ā‖² less the variance over K. So a
/// bias that is not there comes out as likely below 0 as above, and exactly as 0 where G is G_bp; NaN
/// where batches are too few to tell ‖EG_bp‖² from 0. Beside them the variance in units of ‖EG‖²,
/// which the length of G leaves as it is, but which finds no fault with a wrong vector.
package struct GradientHealth: Sendable {
    private var ours = Moments()
    private var exact = Moments()
    private var differences = Moments()

    /// Nothing measured yet.
    package init() {}

    /// Adds the gradients of a batch.
    package mutating func add(_ gradient: [Float], exact other: [Float]) {
        ours.add(gradient.lazy.map(Double.init))
        exact.add(other.lazy.map(Double.init))
        differences.add(gradient.indices.lazy.map { Double(gradient[$0]) - Double(other[$0]) })
    }

    /// E‖G − EG‖²/‖EG_bp‖².
    package var variance: Double { ours.variance / exact.unit }

    /// E‖G − EG‖²/‖EG‖², by the method's own mean: noise by signal, whatever the size of G.
    package var noise: Double { ours.variance / ours.unit }

    /// ‖EG − EG_bp‖²/‖EG_bp‖².
    package var bias: Double { differences.squareOfMean / exact.unit }

    /// Cosine of the means of G and G_bp over these batches.
    package var cosine: Double {
        let product = zip(ours.sums, exact.sums).reduce(0) { $0 + $1.0 * $1.1 }
        let size = (ours.squareOfSampleMean * exact.squareOfSampleMean).squareRoot()
        return product / (size * ours.count * exact.count)
    }

    /// Sums over a series of vectors.
    private struct Moments {
        private(set) var sums: [Double] = []
        private(set) var count = 0.0
        private var squares = 0.0

        mutating func add(_ vector: some Collection<Double>) {
            if sums.isEmpty { sums = [Double](repeating: 0, count: vector.count) }
            for (index, value) in vector.enumerated() {
                sums[index] += value
                squares += value * value
            }
            count += 1
        }

        /// ‖ā‖² of the mean ā of these vectors.
        var squareOfSampleMean: Double { sums.reduce(0) { $0 + $1 * $1 } / (count * count) }

        /// E‖a − Ea‖².
        var variance: Double { (squares - count * squareOfSampleMean) / (count - 1) }

        /// ‖Ea‖².
        var squareOfMean: Double { squareOfSampleMean - variance / count }

        /// ‖Ea‖², NaN where the vectors are too few to tell it from 0.
        var unit: Double { squareOfMean > 0 ? squareOfMean : .nan }
    }
}
