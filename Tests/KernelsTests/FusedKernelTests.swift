import Kernels
import TestSupport
import Testing

@Suite struct FusedKernelTests {
    /// The state rows carry a guard column: the kernels must honour the stride.
    private func padded(_ state: [Float], units: Int) -> [Float] {
        stride(from: 0, to: state.count, by: max(1, 2 * units)).flatMap {
            Array(state[$0..<$0 + 2 * units]) + [77]
        }
    }

    /// The h or the c halves of all state rows, end to end.
    private func halves(_ state: [Float], units: Int, first: Bool) -> [Float] {
        state.indices.filter { ($0 / max(1, units)) % 2 == (first ? 0 : 1) }.map { state[$0] }
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func lstmGates(on instructions: InstructionSet, units: Int) {
        let rows = 3
        var numbers = TestNumbers(seed: UInt64(units))
        let products = numbers.floats(rows * 4 * units, within: 3)
        let inputWeights = numbers.floats(2 * 4 * units)
        let symbols: [Int32] = [1, -1, 0]
        let bias = numbers.floats(4 * units)
        let previous = numbers.floats(rows * 2 * units, within: 2)
        let reference = KernelReference.lstmForward(
            rows: rows, units: units, gates: products, inputWeights: inputWeights,
            symbols: symbols, bias: bias, previous: previous)

        let stride = 2 * units + 1
        var gates = Guarded(products)
        var next = Guarded([Float](repeating: 77, count: rows * stride))
        let before = units == 0 ? [77, 77, 77] : padded(previous, units: units)
        gates.modify { gates in
            next.modify { next in
                instructions.kernels.lstmForward(
                    rows, units, gates, inputWeights, symbols, bias, before, next, stride)
            }
        }
        let after = next.values
        let states = (0..<rows).flatMap { after[$0 * stride..<$0 * stride + 2 * units] }
        #expect(relativeError(gates.values, reference.gates) < 5e-7)
        #expect(relativeError(states, reference.next) < 5e-7)
        #expect((1...rows).allSatisfy { after[$0 * stride - 1] == 77 })

        let stateGradient = numbers.floats(rows * 2 * units)
        let backward = KernelReference.lstmBackward(
            rows: rows, units: units, gates: gates.values, previous: previous, next: states,
            stateGradient: stateGradient)
        var gradient = Guarded(stateGradient)
        var gateGradients = Guarded(count: rows * 4 * units)
        let activations = gates.values
        gradient.modify { gradient in
            gateGradients.modify { gateGradients in
                instructions.kernels.lstmBackward(
                    rows, units, activations, before, after, stride, gradient, gateGradients)
            }
        }
        let hidden = halves(gradient.values, units: units, first: true)
        let cell = halves(gradient.values, units: units, first: false)
        #expect(relativeError(gateGradients.values, backward.gateGradients) < 1e-6)
        #expect(relativeError(cell, backward.cellGradient) < 1e-6)
        #expect(hidden == halves(stateGradient, units: units, first: true))
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes.dropFirst())
    func softmaxCrossEntropy(on instructions: InstructionSet, classes: Int) {
        let rows = 5
        var numbers = TestNumbers(seed: UInt64(classes))
        let logits = numbers.floats(rows * classes, within: 20)
        let targets: [Int32] = [0, -1, Int32(classes - 1), Int32(classes / 2), -1]
        let reference = KernelReference.softmaxCrossEntropy(
            rows: rows, classes: classes, logits: logits, targets: targets, scale: 0.25)
        var gradients = Guarded(count: rows * classes)
        let loss = gradients.modify {
            instructions.kernels.softmaxCrossEntropy(rows, classes, logits, targets, 0.25, $0)
        }
        #expect(abs(loss - reference.loss) <= 1e-6 * max(1, reference.loss))
        #expect(relativeError(gradients.values, reference.gradients) < 1e-6)
        // In place.
        var aliased = Guarded(logits)
        let again = aliased.modify {
            instructions.kernels.softmaxCrossEntropy(rows, classes, $0, targets, 0.25, $0)
        }
        #expect(again == loss)
        #expect(aliased.values == gradients.values)
    }

    @Test(arguments: InstructionSet.supported)
    func crossEntropyOfExtremeLogits(on instructions: InstructionSet) {
        let logits: [Float] = [1e30, -1e30, 0, 500, 499, -500]
        var gradients = Guarded(count: 6)
        let loss = gradients.modify {
            instructions.kernels.softmaxCrossEntropy(2, 3, logits, [0, 1], 1, $0)
        }
        #expect(abs(loss - 1.3132616875182228) < 1e-6)
        #expect(gradients.values.allSatisfy { $0.isFinite })
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func adamAndMomentum(on instructions: InstructionSet, count: Int) {
        var numbers = TestNumbers(seed: UInt64(count))
        let start = numbers.floats(count)
        let gradients = numbers.floats(count)
        let squares = gradients.reduce(0) { $0 + Double($1) * Double($1) }
        let first = numbers.floats(count)
        let second = numbers.floats(count).map(abs)
        var (parameters, m, v) = (Guarded(start), Guarded(first), Guarded(second))
        var taken = Guarded(gradients)
        let sum = parameters.modify { p in
            m.modify { m in
                v.modify { v in
                    taken.modify {
                        instructions.kernels.adam(
                            count, p, $0, m, v, 0.5, 0.01, 0.1, 0.001, 1.5, 1e-8)
                    }
                }
            }
        }
        #expect(abs(sum - squares) <= 1e-12 * squares)
        #expect(taken.values.allSatisfy { $0 == 0 })
        let exact = (0..<count).map {
            KernelReference.adam(
                parameter: Double(start[$0]), gradient: 0.5 * Double(gradients[$0]),
                firstMoment: Double(first[$0]), secondMoment: Double(second[$0]), stepSize: 0.01,
                beta1: 0.9, beta2: 0.999, inverseRootCorrection: 1.5, epsilon: 1e-8)
        }
        #expect(relativeError(parameters.values, exact.map(\.parameter)) < 2e-7)
        #expect(relativeError(m.values, exact.map(\.firstMoment)) < 2e-7)
        #expect(relativeError(v.values, exact.map(\.secondMoment)) < 2e-7)

        var (moved, velocity) = (Guarded(start), Guarded(first))
        taken = Guarded(gradients)
        let sumAgain = moved.modify { p in
            velocity.modify { velocity in
                taken.modify {
                    instructions.kernels.momentum(count, p, $0, velocity, 0.5, 0.01, 0.9)
                }
            }
        }
        #expect(sumAgain == sum)
        #expect(taken.values.allSatisfy { $0 == 0 })
        let velocities = zip(first, gradients).map { 0.9 * Double($0) + 0.5 * Double($1) }
        #expect(relativeError(velocity.values, velocities) < 2e-7)
        #expect(
            relativeError(moved.values, zip(start, velocities).map { Double($0) - 0.01 * $1 })
                < 2e-7)
    }
}
