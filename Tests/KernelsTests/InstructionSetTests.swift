import Kernels
import TestSupport
import Testing

@Suite struct InstructionSetTests {
    /// Every kernel on the same numbers; the bits of all results.
    private func bits(of instructions: InstructionSet, units: Int) -> [UInt32] {
        let kernels = instructions.kernels
        let rows = 5
        var numbers = TestNumbers(seed: 11)
        var gates = Guarded(numbers.floats(rows * 4 * units, within: 4))
        let bias = numbers.floats(4 * units)
        let previous = numbers.floats(rows * 2 * units)
        var next = Guarded(count: rows * 2 * units)
        var stateGradient = Guarded(numbers.floats(rows * 2 * units))
        var gateGradients = Guarded(count: rows * 4 * units)
        gates.modify { gates in
            next.modify { next in
                kernels.lstmForward(
                    rows, units, gates, bias, [0, -1, 0, -1, 0], bias, previous, next, 2 * units)
                stateGradient.modify { stateGradient in
                    gateGradients.modify {
                        kernels.lstmBackward(
                            rows, units, gates, previous, next, 2 * units, stateGradient, $0)
                    }
                }
            }
        }
        var output = Guarded(count: rows * units)
        let targets = (0..<Int32(rows)).map { $0 % Int32(units) }
        let logits = Array(gates.values.prefix(rows * units))
        var sums = [
            output.modify { kernels.softmaxCrossEntropy(rows, units, logits, targets, 0.3, $0) }
        ]
        var (m, v) = (Guarded(count: 4 * units), Guarded(count: 4 * units))
        var parameters = Guarded(bias)
        let gradients = gateGradients.values
        parameters.modify { parameters in
            m.modify { m in
                v.modify { v in
                    var taken = gradients
                    sums.append(
                        kernels.adam(
                            4 * units, parameters, &taken, m, v, 0.1, 0.01, 0.1, 0.001, 2, 1e-8))
                }
                var taken = gradients
                sums.append(kernels.momentum(4 * units, parameters, &taken, m, 0.1, 0.01, 0.9))
            }
            kernels.addBias(1, 4 * units, parameters, gradients)
            kernels.addColumnSums(rows, 4 * units, gradients, parameters)
            kernels.addScaled(4 * units, 0.7, gradients, parameters)
            kernels.scale(4 * units, 1.1, parameters)
            kernels.scatterAddRows(2, units, gradients, [1, 1], parameters)
            sums.append(kernels.difference(4 * units, 0.9, parameters, gradients, parameters))
            sums.append(kernels.sumOfSquares(4 * units, parameters))
            kernels.rectify(units, parameters)
            kernels.rectifyBackward(units, gradients, parameters)
        }
        let results = [gates, next, stateGradient, gateGradients, output, parameters, m, v]
        return results.flatMap { $0.values.map(\.bitPattern) }
            + sums.flatMap {
                [UInt32($0.bitPattern >> 32), UInt32(truncatingIfNeeded: $0.bitPattern)]
            }
    }

    /// The bits of the other cells' kernels.
    private func cellBits(of instructions: InstructionSet, units: Int) -> [UInt32] {
        let kernels = instructions.kernels
        let rows = 3
        let symbols: [Int32] = [0, -1, 0]
        var numbers = TestNumbers(seed: 12)
        let (bias, products) = (numbers.floats(3 * units), numbers.floats(rows * 3 * units))
        let previous = numbers.floats(rows * units)
        var gates = Guarded(numbers.floats(rows * 3 * units, within: 4))
        var (next, a) = (Guarded(count: rows * units), Guarded(count: rows * units))
        var gradient = Guarded(numbers.floats(rows * units))
        var (gateGradients, recurrentGradients) = (gates, gates)
        var (deviations, sums) = (Guarded(count: rows), Guarded(bias))
        gates.modify { gates in
            a.modify { a in
                next.modify {
                    kernels.gruForward(
                        rows, units, gates, true, products, bias, symbols, bias, bias, a, previous,
                        $0)
                }
                gradient.modify { gradient in
                    gateGradients.modify { gateGradients in
                        recurrentGradients.modify {
                            kernels.gruBackward(
                                rows, units, gates, a, previous, gradient, gateGradients, $0)
                        }
                    }
                }
            }
        }
        next.modify { next in
            kernels.elmanForward(rows, units, next, bias, symbols, bias)
            gradient.modify { kernels.tanhBackward(rows * units, next, previous, $0) }
        }
        let above = recurrentGradients.values
        recurrentGradients.modify { values in
            deviations.modify { deviations in
                kernels.gatherRows(rows, 3 * units, bias, symbols, values, true)
                gates.modify {
                    kernels.normalizeForward(rows, 3 * units, values, deviations, bias, $0, true)
                }
                gateGradients.modify {
                    kernels.normalizeBackward(rows, 3 * units, values, deviations, bias, above, $0)
                }
                sums.modify { kernels.addProductSums(rows, 3 * units, values, above, $0) }
            }
        }
        let results = [
            gates, next, a, gradient, gateGradients, recurrentGradients, deviations, sums,
        ]
        return results.flatMap { $0.values.map(\.bitPattern) }
    }

    /// Products whose sizes fill tiles, panels and packed blocks, and fall short of them.
    @Test(
        arguments: InstructionSet.supported,
        [(5, 3, 7), (29, 50, 33), (300, 40, 20), (70, 33, 300), (12, 64, 600)])
    func productsHaveTheSameBits(
        instructions: InstructionSet, shape: (rows: Int, columns: Int, inner: Int)
    ) {
        let (rows, columns, inner) = shape
        var numbers = TestNumbers(seed: UInt64(rows))
        let a = numbers.floats(rows * inner)
        let b = numbers.floats(inner * columns)
        let c = numbers.floats(rows * columns)
        for (aTransposed, bTransposed) in [(false, false), (true, false), (false, true)] {
            func product(_ instructions: InstructionSet) -> [UInt32] {
                var result = Guarded(c)
                result.modify {
                    instructions.kernels.matrixProduct(
                        rows, columns, inner, a, aTransposed ? rows : inner, aTransposed, b,
                        bTransposed ? inner : columns, bTransposed, $0, columns, true)
                }
                return result.values.map(\.bitPattern)
            }
            #expect(product(instructions) == product(.plain))
        }
    }

    @Test(arguments: InstructionSet.supported, [1, 7, 16, 50])
    func allInstructionSetsGiveTheSameBits(instructions: InstructionSet, units: Int) {
        #expect(bits(of: instructions, units: units) == bits(of: .plain, units: units))
        #expect(cellBits(of: instructions, units: units) == cellBits(of: .plain, units: units))
    }

    @Test func theWidestIsChosenUnlessForced() throws {
        #expect(try InstructionSet.select(environment: [:]) == InstructionSet.supported.last)
        #expect(try InstructionSet.select(environment: ["PRESAGE_KERNELS": "plain"]) == .plain)
    }

    @Test func anUnknownNameIsAnErrorWithTheChoices() {
        let choices = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
        #expect {
            try InstructionSet.select(environment: ["PRESAGE_KERNELS": "sse"])
        } throws: {
            "\($0)" == "PRESAGE_KERNELS is 'sse', which is not an instruction set: "
                + "it must be one of \(choices)"
        }
    }
}
