/// The affine map ŷ = x·W + b that ridge regression fits to pairs, in closed form.
///
/// With C = Σ (x − x̄)ᵀ(x − x̄), W minimizes Σ ‖(x − x̄)·W − (y − ȳ)‖² + α·Σ_i C_ii·‖W_i‖²; b = ȳ − x̄·W is
/// not penalized. The normal equations (C + α·diag C)·W = Σ (x − x̄)ᵀ(y − ȳ) are solved by Cholesky's
/// factorization in float64. α is relative to the variance of each input, as if all had been scaled to
/// have the same: a state and one-hot targets may stand side by side. An input that never differs has
/// no weight.
///
/// Cost: X³/3 for the factorization and 2·X²·Y for the solution.
///
/// Source: Hoerl and Kennard 1970, "Ridge regression: biased estimation for nonorthogonal problems".
package struct RidgeRegression {
    /// W, (X, Y).
    package private(set) var weights: [Double]
    /// b, (Y).
    package let intercept: [Double]
    /// The number of inputs X: the first ones of a pair's.
    package let inputs: Int
    /// The components of the targets that are predicted.
    package let targets: Range<Int>

    /// Fits a map to pairs; nil where there is none: without pairs, or where α is too small for C.
    /// - Parameters:
    ///   - inputs: how many of the pairs' inputs, from the first, are looked at.
    ///   - targets: the components of the pairs' targets to be predicted.
    ///   - penalty: α, at least 0.
    package init?(_ pairs: PairMoments, inputs: Int, targets: Range<Int>, penalty: Double) {
        guard pairs.count > 0 else { return nil }
        let count = Double(pairs.count)
        let inputMeans = pairs.inputSums.prefix(inputs).map { $0 / count }
        let targetMeans = targets.map { pairs.targetSums[$0] / count }
        var factor = [Double](repeating: 0, count: inputs * inputs)
        var solution = [Double](repeating: 0, count: inputs * targets.count)
        for i in 0..<inputs {
            for j in 0...i {
                factor[i * inputs + j] =
                    pairs.inputProducts[i * pairs.inputs + j]
                    - count * inputMeans[i] * inputMeans[j]
            }
            for (place, target) in targets.enumerated() {
                solution[i * targets.count + place] =
                    pairs.crossProducts[i * pairs.targets + target]
                    - count * inputMeans[i] * targetMeans[place]
            }
        }
        for i in 0..<inputs {
            let (place, square) = (i * inputs + i, pairs.inputProducts[i * pairs.inputs + i])
            // What is left of equal inputs is rounding.
            guard factor[place] > 1e-12 * square else {
                for k in 0..<inputs { factor[max(i, k) * inputs + min(i, k)] = k == i ? 1 : 0 }
                for place in 0..<targets.count { solution[i * targets.count + place] = 0 }
                continue
            }
            factor[place] *= 1 + penalty
        }
        guard Self.factorize(&factor, inputs) else { return nil }
        Self.solve(factor, inputs, &solution, targets.count)
        weights = solution
        intercept = targetMeans.indices.map { place in
            (0..<inputs).reduce(targetMeans[place]) {
                $0 - inputMeans[$1] * solution[$1 * targets.count + place]
            }
        }
        (self.inputs, self.targets) = (inputs, targets)
    }

    /// Replaces the lower triangle of a matrix (n, n) by its Cholesky factor L, A = L·Lᵀ.
    /// - Returns: false where the matrix is not positive definite.
    private static func factorize(_ matrix: inout [Double], _ n: Int) -> Bool {
        matrix.withUnsafeMutableBufferPointer { a in
            for i in 0..<n {
                for j in 0...i {
                    var sum = a[i * n + j]
                    for k in 0..<j { sum -= a[i * n + k] * a[j * n + k] }
                    if i > j {
                        a[i * n + j] = sum / a[j * n + j]
                    } else {
                        guard sum > 0 else { return false }
                        a[i * n + i] = sum.squareRoot()
                    }
                }
            }
            return true
        }
    }

    /// Replaces the right-hand sides (n, m) by the solution of L·Lᵀ·X = them.
    private static func solve(_ factor: [Double], _ n: Int, _ sides: inout [Double], _ m: Int) {
        factor.withUnsafeBufferPointer { l in
            sides.withUnsafeMutableBufferPointer { x in
                /// Row i less all rows k, each times its number, then over the diagonal.
                func eliminate(_ i: Int, _ rows: Range<Int>, _ number: (Int) -> Double) {
                    for k in rows {
                        let times = number(k)
                        for j in 0..<m { x[i * m + j] -= times * x[k * m + j] }
                    }
                    for j in 0..<m { x[i * m + j] /= l[i * n + i] }
                }
                for i in 0..<n { eliminate(i, 0..<i) { l[i * n + $0] } }
                for i in (0..<n).reversed() { eliminate(i, i + 1..<n) { l[$0 * n + i] } }
            }
        }
    }

    /// How near the map's predictions come to the targets of some pairs.
    package func agreement(with pairs: PairMoments) -> PairAgreement {
        let (width, count) = (targets.count, Double(pairs.count))
        var (products, squares) = (0.0, 0.0)
        // Σ x·xᵀ·W, a row at a time.
        var row = [Double](repeating: 0, count: width)
        for i in 0..<inputs {
            for place in 0..<width { row[place] = 0 }
            for k in 0..<inputs {
                let product = pairs.inputProducts[max(i, k) * pairs.inputs + min(i, k)]
                for place in 0..<width { row[place] += product * weights[k * width + place] }
            }
            for (place, target) in targets.enumerated() {
                let weight = weights[i * width + place]
                products += weight * pairs.crossProducts[i * pairs.targets + target]
                squares +=
                    weight * (row[place] + 2 * intercept[place] * pairs.inputSums[i])
            }
        }
        for (place, target) in targets.enumerated() {
            products += intercept[place] * pairs.targetSums[target]
            squares += count * intercept[place] * intercept[place]
        }
        return PairAgreement(
            count: pairs.count, products: products, predictionSquares: squares,
            targetSquares: targets.reduce(0) { $0 + pairs.targetSquares[$1] },
            targetSums: Array(pairs.targetSums[targets]))
    }
}
