import Foundation

/// The kernels once more, slow and plain, in float64: what the fast ones are tested against. Arrays
/// hold the same layouts as the pointers of `KernelTable`.
package enum KernelReference {
    package static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// Returns the gate activations (rows, 4·units) and the next states (rows, 2·units).
    package static func lstmForward(
        rows: Int, units: Int, gates: [Float], inputWeights: [Float], symbols: [Int32],
        bias: [Float], previous: [Float]
    ) -> (gates: [Double], next: [Double]) {
        var activations = [Double](repeating: 0, count: rows * 4 * units)
        var next = [Double](repeating: 0, count: rows * 2 * units)
        for row in 0..<rows {
            for unit in 0..<units {
                let at = { (gate: Int) in row * 4 * units + gate * units + unit }
                let z = (0..<4).map { gate in
                    let column = gate * units + unit
                    let symbol = Int(symbols[row])
                    let input = symbol < 0 ? 0 : inputWeights[symbol * 4 * units + column]
                    return Double(gates[at(gate)]) + Double(input) + Double(bias[column])
                }
                let (i, f, g, o) = (sigmoid(z[0]), sigmoid(z[1]), tanh(z[2]), sigmoid(z[3]))
                let c = f * Double(previous[row * 2 * units + units + unit]) + i * g
                for (gate, activation) in [i, f, g, o].enumerated() {
                    activations[at(gate)] = activation
                }
                next[row * 2 * units + unit] = o * tanh(c)
                next[row * 2 * units + units + unit] = c
            }
        }
        return (activations, next)
    }

    /// Returns the gate gradients (rows, 4·units) and ∂c (rows, units).
    package static func lstmBackward(
        rows: Int, units: Int, gates: [Float], previous: [Float], next: [Float],
        stateGradient: [Float]
    ) -> (gateGradients: [Double], cellGradient: [Double]) {
        var gateGradients = [Double](repeating: 0, count: rows * 4 * units)
        var cellGradient = [Double](repeating: 0, count: rows * units)
        for row in 0..<rows {
            for unit in 0..<units {
                let at = { (gate: Int) in row * 4 * units + gate * units + unit }
                let gate = (0..<4).map { Double(gates[at($0)]) }
                let (i, f, g, o) = (gate[0], gate[1], gate[2], gate[3])
                let state = row * 2 * units + unit
                let squashed = tanh(Double(next[state + units]))
                let dh = Double(stateGradient[state])
                let dc = Double(stateGradient[state + units]) + dh * o * (1 - squashed * squashed)
                gateGradients[at(0)] = dc * g * i * (1 - i)
                gateGradients[at(1)] = dc * Double(previous[state + units]) * f * (1 - f)
                gateGradients[at(2)] = dc * i * (1 - g * g)
                gateGradients[at(3)] = dh * squashed * o * (1 - o)
                cellGradient[row * units + unit] = dc * f
            }
        }
        return (gateGradients, cellGradient)
    }

    package static func softmaxCrossEntropy(
        rows: Int, classes: Int, logits: [Float], targets: [Int32], scale: Double
    ) -> (loss: Double, gradients: [Double]) {
        var loss = 0.0
        var gradients = [Double](repeating: 0, count: rows * classes)
        for row in 0..<rows where targets[row] >= 0 {
            let input = (0..<classes).map { Double(logits[row * classes + $0]) }
            let largest = input.max() ?? 0
            let sum = input.reduce(0) { $0 + exp($1 - largest) }
            let target = Int(targets[row])
            loss += log(sum) - (input[target] - largest)
            for index in 0..<classes {
                let probability = exp(input[index] - largest) / sum
                gradients[row * classes + index] =
                    (probability - (index == target ? 1 : 0)) * scale
            }
        }
        return (loss, gradients)
    }

    /// One step of Adam for one number.
    package static func adam(
        parameter: Double, gradient: Double, firstMoment: Double, secondMoment: Double,
        stepSize: Double, beta1: Double, beta2: Double, inverseRootCorrection: Double,
        epsilon: Double
    ) -> (parameter: Double, firstMoment: Double, secondMoment: Double) {
        let m = beta1 * firstMoment + (1 - beta1) * gradient
        let v = beta2 * secondMoment + (1 - beta2) * gradient * gradient
        let step = stepSize * m / (v.squareRoot() * inverseRootCorrection + epsilon)
        return (parameter - step, m, v)
    }

    /// C + A·B of contiguous matrices, A (rows, inner) and B (inner, columns).
    package static func matrixProduct(
        rows: Int, columns: Int, inner: Int, _ a: [Float], _ b: [Float], addedTo c: [Float]
    ) -> [Double] {
        var product = c.map(Double.init)
        for row in 0..<rows {
            for column in 0..<columns {
                for index in 0..<inner {
                    product[row * columns + column] +=
                        Double(a[row * inner + index]) * Double(b[index * columns + column])
                }
            }
        }
        return product
    }
}
