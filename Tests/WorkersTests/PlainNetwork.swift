import Foundation
import Layers
import Trainers

/// Dense layers in float64 by the textbook, without anything of the product but the initial weights:
/// y = f(x·W + b), momentum 0.9.
struct PlainLayer {
    var weights: [[Double]]
    var bias: [Double]
    let activation: String
    var weightVelocity: [[Double]]
    var biasVelocity: [Double]

    init(weights: [[Double]], bias: [Double], activation: String) {
        self.weights = weights
        self.bias = bias
        self.activation = activation
        weightVelocity = weights.map { $0.map { _ in 0 } }
        biasVelocity = bias.map { _ in 0 }
    }

    func forward(_ x: [[Double]]) -> [[Double]] {
        x.map { row in
            bias.indices.map { column in
                var sum = bias[column]
                for (index, value) in row.enumerated() { sum += value * weights[index][column] }
                switch activation {
                case "relu": return max(0, sum)
                case "tanh": return tanh(sum)
                default: return sum
                }
            }
        }
    }

    /// The gradient before the activation, from that of the saved output.
    func before(_ above: [[Double]], output: [[Double]]) -> [[Double]] {
        zip(above, output).map { above, output in
            zip(above, output).map { gradient, y in
                switch activation {
                case "relu": y > 0 ? gradient : 0
                case "tanh": gradient * (1 - y * y)
                default: gradient
                }
            }
        }
    }

    /// δ·Wᵀ with the present weights.
    func below(_ delta: [[Double]]) -> [[Double]] {
        delta.map { row in
            weights.map { weights in zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 } }
        }
    }

    mutating func step(inputs: [[Double]], delta: [[Double]], scale: Double, rate: Double) {
        for column in bias.indices {
            for row in weights.indices {
                var gradient = 0.0
                for sample in delta.indices {
                    gradient += inputs[sample][row] * delta[sample][column]
                }
                weightVelocity[row][column] =
                    0.9 * weightVelocity[row][column] + scale * gradient
                weights[row][column] -= rate * weightVelocity[row][column]
            }
            let gradient = delta.reduce(0) { $0 + $1[column] }
            biasVelocity[column] = 0.9 * biasVelocity[column] + scale * gradient
            bias[column] -= rate * biasVelocity[column]
        }
    }
}

extension LayerwiseTrainer {
    /// Its layers, which are dense and without normalization, as they are.
    var plain: [PlainLayer] { network.layers.map(PlainLayer.init) }
}

extension PlainLayer {
    init(_ layer: any FeedForwardLayer) {
        let weights = layer.parameters["W"]
        self.init(
            weights: (0..<weights.rows).map {
                weights.rows($0..<$0 + 1).values.map(Double.init)
            },
            bias: layer.parameters["b"].values.map(Double.init),
            activation: layer.style.activation.rawValue)
    }

    /// One of `inputs` and `outputs` without an activation, at zero.
    init(inputs: Int, outputs: Int) {
        self.init(
            weights: (0..<inputs).map { _ in [Double](repeating: 0, count: outputs) },
            bias: [Double](repeating: 0, count: outputs), activation: "identity")
    }

    /// A step against the mean squared error to `targets`.
    mutating func regress(_ inputs: [[Double]], to targets: [[Double]], rate: Double) {
        let error = zip(forward(inputs), targets).map { zip($0, $1).map { $0 - $1 } }
        step(
            inputs: inputs, delta: error, scale: 2 / Double(error.count * error[0].count),
            rate: rate)
    }
}

extension Samples {
    var rows: [[Double]] {
        let inputs = x.count / labels.count
        return labels.indices.map { row in
            x[row * inputs..<(row + 1) * inputs].map(Double.init)
        }
    }

    /// The rows with their labels, one-hot, behind.
    func conditioned(_ rows: [[Double]]) -> [[Double]] {
        zip(rows, labels).map { row, label in
            row + (0..<classes).map { $0 == Int(label) ? 1 : 0 }
        }
    }

    /// softmax(y) − onehot(label).
    func lossGradient(_ logits: [[Double]]) -> [[Double]] {
        zip(logits, labels).map { logits, label in
            let powers = logits.map { exp($0 - (logits.max() ?? 0)) }
            let sum = powers.reduce(0, +)
            return powers.enumerated().map { $1 / sum - ($0 == Int(label) ? 1 : 0) }
        }
    }
}
