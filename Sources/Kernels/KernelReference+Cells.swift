import Foundation

extension KernelReference {
    /// Row `symbol` of `inputWeights` (any, width) plus `bias` (width); −1 is no row.
    private static func inputRow(_ symbol: Int32, _ inputWeights: [Float], _ bias: [Float])
        -> [Double]
    {
        bias.indices.map { column in
            let weight = symbol < 0 ? 0 : inputWeights[Int(symbol) * bias.count + column]
            return Double(weight) + Double(bias[column])
        }
    }

    /// Returns the next states (rows, units).
    package static func elmanForward(
        products: [Float], inputWeights: [Float], symbols: [Int32], bias: [Float]
    ) -> [Double] {
        symbols.indices.flatMap { row in
            inputRow(symbols[row], inputWeights, bias).enumerated().map { unit, x in
                tanh(Double(products[row * bias.count + unit]) + x)
            }
        }
    }

    /// Returns the gate activations (rows, 3·units), a (rows, units) and the next states.
    package static func gruForward(
        units: Int, gates: [Float], products: [Float], inputWeights: [Float], symbols: [Int32],
        bias: [Float], recurrentBias: [Float], previous: [Float]
    ) -> (gates: [Double], candidates: [Double], next: [Double]) {
        var activations = [Double](repeating: 0, count: gates.count)
        var (candidates, next): ([Double], [Double]) = ([], [])
        for (row, symbol) in symbols.enumerated() {
            let input = inputRow(symbol, inputWeights, bias)
            for unit in 0..<units {
                let at = { (gate: Int) in row * 3 * units + gate * units + unit }
                let x = (0..<3).map { input[$0 * units + unit] + Double(gates[at($0)]) }
                let r = sigmoid(x[0] + Double(products[at(0)]))
                let z = sigmoid(x[1] + Double(products[at(1)]))
                let a = Double(products[at(2)]) + Double(recurrentBias[unit])
                let n = tanh(x[2] + r * a)
                for (gate, activation) in [r, z, n].enumerated() {
                    activations[at(gate)] = activation
                }
                candidates.append(a)
                next.append((1 - z) * n + z * Double(previous[row * units + unit]))
            }
        }
        return (activations, candidates, next)
    }

    /// Returns the gradients of x and of h·W_hh (rows, 3·units), and z·∂h' (rows, units).
    package static func gruBackward(
        rows: Int, units: Int, gates: [Float], candidates: [Float], previous: [Float],
        stateGradient: [Float]
    ) -> (gateGradients: [Double], recurrentGradients: [Double], stateGradient: [Double]) {
        var gateGradients = [Double](repeating: 0, count: rows * 3 * units)
        var recurrentGradients = gateGradients
        var carried: [Double] = []
        for row in 0..<rows {
            for unit in 0..<units {
                let at = { (gate: Int) in row * 3 * units + gate * units + unit }
                let gate = (0..<3).map { Double(gates[at($0)]) }
                let (r, z, n) = (gate[0], gate[1], gate[2])
                let state = row * units + unit
                let dh = Double(stateGradient[state])
                let dn = dh * (1 - z) * (1 - n * n)
                gateGradients[at(0)] = dn * Double(candidates[state]) * r * (1 - r)
                gateGradients[at(1)] = dh * (Double(previous[state]) - n) * z * (1 - z)
                gateGradients[at(2)] = dn
                recurrentGradients[at(0)] = gateGradients[at(0)]
                recurrentGradients[at(1)] = gateGradients[at(1)]
                recurrentGradients[at(2)] = dn * r
                carried.append(dh * z)
            }
        }
        return (gateGradients, recurrentGradients, carried)
    }

    /// One row normalized, and 1/√(variance + 1e-5).
    package static func normalized(_ row: [Float]) -> (row: [Double], inverseDeviation: Double) {
        let (values, count) = (row.map(Double.init), Double(row.count))
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let inverse = 1 / (variance + 1e-5).squareRoot()
        return (values.map { ($0 - mean) * inverse }, inverse)
    }

    /// The gradient of one row before normalization.
    package static func normalizeBackward(
        normalized: [Double], inverseDeviation: Double, gains: [Float], outputGradients: [Float]
    ) -> [Double] {
        let gradients = zip(gains, outputGradients).map { Double($0) * Double($1) }
        let count = Double(gradients.count)
        let mean = gradients.reduce(0, +) / count
        let slope = zip(gradients, normalized).reduce(0) { $0 + $1.0 * $1.1 } / count
        return zip(gradients, normalized).map { inverseDeviation * ($0 - mean - $1 * slope) }
    }
}
