import Foundation
import Kernels
import TestSupport
import Testing

/// The elementary functions, seen through the kernels that use them: with g = i = 1-ish gates one
/// LSTM step shows sigmoid and tanh, and a two-class softmax shows the exponential.
@Suite struct ElementaryFunctionTests {
    /// Every sign and magnitude from denormal to beyond saturation.
    private static let arguments: [Float] = {
        let magnitudes = stride(from: Float(-140), through: 8, by: 0.01).map { exp2($0) }
        return magnitudes.map { -$0 } + [0, -0.0] + magnitudes
    }()

    /// The four gate activations of `x` in every gate.
    private func gates(_ x: [Float], on instructions: InstructionSet) -> [[Float]] {
        let units = x.count
        var gates = Guarded(x + x + x + x)
        var next = Guarded(count: 2 * units)
        let zeros = [Float](repeating: 0, count: 4 * units)
        gates.modify { gates in
            next.modify { next in
                instructions.kernels.lstmForward(
                    1, units, gates, zeros, [-1], zeros, zeros, next, 2 * units)
            }
        }
        return (0..<4).map { Array(gates.values[$0 * units..<($0 + 1) * units]) }
    }

    /// The largest error relative to each exact value, where that is a normal float.
    private func pointwiseError(_ values: [Float], _ exact: [Double]) -> Double {
        zip(values, exact).reduce(0) { largest, pair in
            abs(pair.1) < 0x1p-125 ? largest : max(largest, abs(Double(pair.0) / pair.1 - 1))
        }
    }

    @Test(arguments: InstructionSet.supported)
    func sigmoidAndTanhAreAccurateAtEveryMagnitude(on instructions: InstructionSet) {
        let activations = gates(Self.arguments, on: instructions)
        let sigmoids = Self.arguments.map { KernelReference.sigmoid(Double($0)) }
        let tanhs = Self.arguments.map { tanh(Double($0)) }
        #expect(
            pointwiseError(activations[0], sigmoids.map { max($0, 0) }) < 1,
            "below −87 a sigmoid is 0")
        let normal = zip(activations[0], sigmoids).filter { $0.1 > 1.7e-38 }
        #expect(pointwiseError(normal.map(\.0), normal.map(\.1)) < 3e-7)
        #expect(pointwiseError(activations[2], tanhs) < 3e-7)
        #expect(activations[0].allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(activations[2].allSatisfy { abs($0) <= 1 })
        #expect(activations[0] == activations[1] && activations[0] == activations[3])
    }

    @Test(arguments: InstructionSet.supported)
    func infinitiesSaturateAndNaNStays(on instructions: InstructionSet) {
        let activations = gates([.infinity, -.infinity, .nan], on: instructions)
        #expect(Array(activations[0].prefix(2)) == [1, 0])
        #expect(Array(activations[2].prefix(2)) == [1, -1])
        #expect(activations.allSatisfy { $0[2].isNaN })
    }

    @Test(arguments: InstructionSet.supported)
    func theExponentialIsAccurate(on instructions: InstructionSet) {
        // Two classes 0 and −x: the second's gradient is e⁻ˣ/(1 + e⁻ˣ).
        let xs = [Float](stride(from: 0, through: 80, by: 0.01))
        let logits: [Float] = xs.flatMap { [0, -$0] }
        var gradients = Guarded(count: logits.count)
        _ = gradients.modify {
            instructions.kernels.softmaxCrossEntropy(
                xs.count, 2, logits, [Int32](repeating: 0, count: xs.count), 1, $0)
        }
        let values = stride(from: 1, to: logits.count, by: 2).map { gradients.values[$0] }
        let exact = xs.map { exp(-Double($0)) / (1 + exp(-Double($0))) }
        #expect(pointwiseError(values, exact) < 3e-7)
    }

    @Test(arguments: InstructionSet.supported)
    func nanReachesEveryResult(on instructions: InstructionSet) {
        var values = Guarded([.nan, 1])
        values.modify { instructions.kernels.rectify(2, $0) }
        #expect(values.values[0].isNaN)
        #expect(instructions.kernels.sumOfSquares(2, [.nan, 1]).isNaN)
        var gradients = Guarded(count: 2)
        let loss = gradients.modify {
            instructions.kernels.softmaxCrossEntropy(1, 2, [.nan, 1], [1], 1, $0)
        }
        #expect(loss.isNaN)
    }
}
