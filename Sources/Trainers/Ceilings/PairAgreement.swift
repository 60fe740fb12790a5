import Tensor

/// How near predictions ŷ come to targets y: sums over pairs, in float64.
package struct PairAgreement: Sendable {
    /// The number of pairs.
    private(set) var count = 0
    /// Σ ŷ·y, Σ ‖ŷ‖² and Σ ‖y‖².
    private(set) var products = 0.0
    private(set) var predictionSquares = 0.0
    private(set) var targetSquares = 0.0
    /// Σ y.
    private(set) var targetSums: [Double]

    /// Nothing predicted yet.
    /// - Parameter width: the number of components of a target.
    package init(width: Int) { targetSums = [Double](repeating: 0, count: width) }

    /// The sums of pairs that lie elsewhere.
    init(
        count: Int, products: Double, predictionSquares: Double, targetSquares: Double,
        targetSums: [Double]
    ) {
        (self.count, self.products) = (count, products)
        (self.predictionSquares, self.targetSquares) = (predictionSquares, targetSquares)
        self.targetSums = targetSums
    }

    /// Adds some predictions and their targets, both (rows, width).
    package mutating func add(_ predictions: Matrix, _ targets: Matrix) {
        count += predictions.rows
        let width = targetSums.count
        for (index, pair) in zip(predictions.values, targets.values).enumerated() {
            let (prediction, target) = (Double(pair.0), Double(pair.1))
            products += prediction * target
            predictionSquares += prediction * prediction
            targetSquares += target * target
            targetSums[index % width] += target
        }
    }

    /// The sums over two sets of pairs together.
    package static func + (a: PairAgreement, b: PairAgreement) -> PairAgreement {
        PairAgreement(
            count: a.count + b.count, products: a.products + b.products,
            predictionSquares: a.predictionSquares + b.predictionSquares,
            targetSquares: a.targetSquares + b.targetSquares,
            targetSums: zip(a.targetSums, b.targetSums).map(+))
    }

    /// Σ ‖ŷ − y‖².
    var error: Double { targetSquares - 2 * products + predictionSquares }

    /// Cosine of all predictions end to end with all targets; NaN when one of them is zero.
    package var cosine: Double { products / (predictionSquares * targetSquares).squareRoot() }

    /// R² = 1 − Σ ‖ŷ − y‖²/Σ ‖y − ȳ‖², ȳ the mean of these targets: the share of their variance, all
    /// components together, that the predictions explain. Below 0 they are worse than the mean; NaN
    /// where targets do not differ.
    package var explained: Double {
        let mean = targetSums.reduce(0) { $0 + $1 * $1 } / Double(count)
        let variance = targetSquares - mean
        // What is left of equal targets is rounding.
        return variance > 1e-12 * targetSquares ? 1 - error / variance : .nan
    }
}
