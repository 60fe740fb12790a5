import Kernels
import TestSupport
import Testing

/// The gates of cells other than the LSTM, and layer normalization.
@Suite struct CellKernelTests {
    private let rows = 3
    private let symbols: [Int32] = [1, -1, 0]

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func elmanStep(on instructions: InstructionSet, units: Int) {
        var numbers = TestNumbers(seed: UInt64(units))
        let products = numbers.floats(rows * units, within: 3)
        let inputWeights = numbers.floats(2 * units)
        let bias = numbers.floats(units)
        var states = Guarded(products)
        states.modify {
            instructions.kernels.elmanForward(rows, units, $0, inputWeights, symbols, bias)
        }
        let exact = KernelReference.elmanForward(
            products: products, inputWeights: inputWeights, symbols: symbols, bias: bias)
        #expect(relativeError(states.values, exact) < 5e-7)

        let stateGradients = numbers.floats(rows * units)
        let after = states.values
        var gateGradients = Guarded(count: rows * units)
        gateGradients.modify {
            instructions.kernels.tanhBackward(rows * units, after, stateGradients, $0)
        }
        let exactGradients = zip(after, stateGradients).map {
            Double($1) * (1 - Double($0) * Double($0))
        }
        #expect(relativeError(gateGradients.values, exactGradients) < 1e-6)
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes)
    func gruGates(on instructions: InstructionSet, units: Int) {
        for adding in [false, true] {
            var numbers = TestNumbers(seed: UInt64(units))
            let entry = numbers.floats(rows * 3 * units)
            let products = numbers.floats(rows * 3 * units, within: 3)
            let inputWeights = numbers.floats(2 * 3 * units)
            let bias = numbers.floats(3 * units)
            let recurrentBias = numbers.floats(units)
            let previous = numbers.floats(rows * units)
            let exact = KernelReference.gruForward(
                units: units, gates: adding ? entry : entry.map { _ in 0 }, products: products,
                inputWeights: inputWeights, symbols: symbols, bias: bias,
                recurrentBias: recurrentBias, previous: previous)
            var gates = Guarded(entry)
            var (candidates, next) = (Guarded(count: rows * units), Guarded(count: rows * units))
            gates.modify { gates in
                candidates.modify { candidates in
                    next.modify { next in
                        instructions.kernels.gruForward(
                            rows, units, gates, adding, products, inputWeights, symbols, bias,
                            recurrentBias, candidates, previous, next)
                    }
                }
            }
            #expect(relativeError(gates.values, exact.gates) < 5e-7)
            #expect(relativeError(candidates.values, exact.candidates) < 5e-7)
            #expect(relativeError(next.values, exact.next) < 5e-7)

            let stateGradient = numbers.floats(rows * units)
            let (activations, a) = (gates.values, candidates.values)
            let backward = KernelReference.gruBackward(
                rows: rows, units: units, gates: activations, candidates: a, previous: previous,
                stateGradient: stateGradient)
            var gradient = Guarded(stateGradient)
            var gateGradients = Guarded(count: rows * 3 * units)
            var recurrentGradients = Guarded(count: rows * 3 * units)
            gradient.modify { gradient in
                gateGradients.modify { gateGradients in
                    recurrentGradients.modify { recurrentGradients in
                        instructions.kernels.gruBackward(
                            rows, units, activations, a, previous, gradient, gateGradients,
                            recurrentGradients)
                    }
                }
            }
            #expect(relativeError(gateGradients.values, backward.gateGradients) < 1e-6)
            #expect(relativeError(recurrentGradients.values, backward.recurrentGradients) < 1e-6)
            #expect(relativeError(gradient.values, backward.stateGradient) < 1e-6)
        }
    }

    @Test(arguments: InstructionSet.supported, awkwardSizes.dropFirst())
    func layerNormalization(on instructions: InstructionSet, columns: Int) {
        var numbers = TestNumbers(seed: UInt64(columns))
        let before = numbers.floats(rows * columns, within: 2).map { $0 + 0.5 }
        let start = numbers.floats(rows * columns)
        let (gains, gradients) = (numbers.floats(columns), numbers.floats(rows * columns))
        let (values, outputs, deviations) = normalize(
            before, gains: gains, addedTo: start, columns: columns, on: instructions)
        let rowOf = { (numbers: [Float], row: Int) in
            Array(numbers[row * columns..<(row + 1) * columns])
        }
        let exact = (0..<rows).map { KernelReference.normalized(rowOf(before, $0)) }
        let normalized = exact.flatMap(\.row)
        #expect(relativeError(values, normalized) < 1e-6)
        #expect(relativeError(deviations, exact.map(\.inverseDeviation)) < 1e-6)
        let sums = zip(start.indices, normalized).map { index, normalized in
            Double(start[index]) + Double(gains[index % columns]) * normalized
        }
        #expect(relativeError(outputs, sums) < 1e-6)
        let plain = normalize(
            before, gains: gains, addedTo: nil, columns: columns, on: instructions)
        #expect(plain.values == values)
        #expect(relativeError(plain.outputs, zip(sums, start).map { $0 - Double($1) }) < 1e-6)

        var backward = Guarded(gradients)
        backward.modify {
            instructions.kernels.normalizeBackward(
                rows, columns, values, deviations, gains, $0, $0)
        }
        let exactGradients = exact.enumerated().flatMap { row, exact in
            KernelReference.normalizeBackward(
                normalized: exact.row, inverseDeviation: exact.inverseDeviation, gains: gains,
                outputGradients: rowOf(gradients, row))
        }
        #expect(
            columns == 1
                ? backward.values.allSatisfy { $0 == 0 }
                : relativeError(backward.values, exactGradients) < 2e-6)
    }

    @Test(arguments: InstructionSet.supported, [1, 17, 100])
    func aConstantRowNormalizesToZeroWithFiniteGradients(
        on instructions: InstructionSet, columns: Int
    ) {
        let before = [0, 0.3, -1e20].flatMap { [Float](repeating: $0, count: columns) }
        var numbers = TestNumbers(seed: 1)
        let gains = numbers.floats(columns)
        let (values, outputs, deviations) = normalize(
            before, gains: gains, addedTo: nil, columns: columns, on: instructions)
        #expect(values.allSatisfy { $0 == 0 } && outputs.allSatisfy { $0 == 0 })
        var gradients = Guarded(numbers.floats(rows * columns))
        gradients.modify {
            instructions.kernels.normalizeBackward(
                rows, columns, values, deviations, gains, $0, $0)
        }
        #expect(gradients.values.allSatisfy { abs($0) < 1000 })
    }

    private func normalize(
        _ before: [Float], gains: [Float], addedTo start: [Float]?, columns: Int,
        on instructions: InstructionSet
    ) -> (values: [Float], outputs: [Float], deviations: [Float]) {
        var (values, deviations) = (Guarded(before), Guarded(count: rows))
        var outputs = Guarded(start ?? .init(repeating: .nan, count: before.count))
        values.modify { values in
            deviations.modify { deviations in
                outputs.modify {
                    instructions.kernels.normalizeForward(
                        rows, columns, values, deviations, gains, $0, start != nil)
                }
            }
        }
        return (values.values, outputs.values, deviations.values)
    }
}
