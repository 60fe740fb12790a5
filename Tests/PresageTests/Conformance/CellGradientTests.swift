import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// E8: the backward of every cell's network against central differences of its own forward.
@Suite struct CellGradientTests {
    private let batch = 3
    private let symbols: [Int32] = [0, 1, 2, -1, 0, 1, 1, 1, -1, 2, 2, 0]
    private let targets: [Int32] = [-1, 1, 0, 2, 1, -1, 0, 0, 2, 1, 2, 0]

    private func makePass(_ kind: CellKind, values: Int = 0) -> WindowPass {
        let network = RecurrentNetwork(
            cell: kind.type, symbols: 3, values: values, units: 6, outputs: 3)
        network.initialize(seed: 5, forgetBias: 1)
        return WindowPass(network: network, batch: batch, capacity: 4, in: Workspace())
    }

    /// A window, its initial state, and gradients that arrive at its states from elsewhere.
    private struct Scene {
        let pass: WindowPass
        let steps: WindowSteps
        /// The gradients that arrive at the state after each step, (B, S) each.
        let arriving: [Matrix]

        /// Σ ℓ/Λ plus ⟨arriving gradient, state⟩ over the states after each step.
        func objective() -> Double {
            let loss = pass.forward(steps, lossScale: 2) / 2
            return arriving.enumerated().reduce(loss) { sum, arrival in
                zip(arrival.element.values, pass.state(after: arrival.offset + 1).values).reduce(
                    sum
                ) { $0 + Double($1.0) * Double($1.1) }
            }
        }

        /// The gradients of the objective; ∂/∂s_0 is left in the pass.
        func gradients() -> [Float] {
            let gradients = pass.network.zerosLike()
            _ = objective()
            pass.stateGradient.copy(from: arriving[arriving.count - 1])
            pass.backward(into: gradients) { step, gradient in
                if step > 0 { gradient.add(arriving[step - 1]) }
            }
            return gradients.parameters.flat.values
        }

        /// The slope at the number `pointer` holds: (4·d(h/2) − d(h))/3, whose error is of order
        /// h⁴, from d(h) = (f(x + h) − f(x − h))/2h.
        func slope(at pointer: UnsafeMutablePointer<Float>) -> Double {
            let value = pointer.pointee
            defer { pointer.pointee = value }
            func difference(_ step: Float) -> Double {
                pointer.pointee = value + step
                let above = objective()
                pointer.pointee = value - step
                return (above - objective()) / Double(2 * step)
            }
            return (4 * difference(1 / 256) - difference(1 / 128)) / 3
        }
    }

    @Test(arguments: CellKind.allCases, [false, true])
    func e8NetworkBackwardAgreesWithCentralDifferences(kind: CellKind, isRegression: Bool) {
        let values = 2
        let pass = makePass(kind, values: values)
        var numbers = TestNumbers(seed: 2)
        let state = pass.initialState
        state.copy(from: numbers.floats(state.count, within: 0.5))
        let arriving = (0..<symbols.count / batch).map { _ in
            Matrix(rows: state.rows, columns: state.columns, numbers.floats(state.count))
        }
        let steps = WindowSteps(
            symbols: symbols[...], values: numbers.floats(symbols.count * values)[...],
            targets: targets[...],
            targetValues: isRegression ? numbers.floats(symbols.count * 3)[...] : [])
        let scene = Scene(pass: pass, steps: steps, arriving: arriving)
        let gradients = scene.gradients()
        let stateGradients = pass.stateGradient.values
        let parameters = pass.network.parameters.flat
        let slopes = (0..<parameters.count).map { scene.slope(at: parameters.pointer + $0) }
        #expect(relativeError(gradients, slopes) < 1e-3)
        let stateSlopes = (0..<state.count).map { scene.slope(at: state.pointer + $0) }
        #expect(relativeError(stateGradients, stateSlopes) < 1e-3)
    }

    /// A large batch takes the steps of its weight gradients one by one, a small one all at once.
    @Test(arguments: CellKind.allCases)
    func theGradientOfAManifoldBatchIsTheManifoldGradient(kind: CellKind) {
        var numbers = TestNumbers(seed: 3)
        let values = numbers.floats(symbols.count * 2)
        func gradients(copies: Int) -> [Float] {
            let network = makePass(kind, values: 2).network
            let pass = WindowPass(
                network: network, batch: batch * copies, capacity: 4, in: Workspace())
            func repeated<Number>(_ numbers: [Number], width: Int = 1) -> ArraySlice<Number> {
                stride(from: 0, to: numbers.count, by: batch * width).flatMap { step in
                    (0..<copies).flatMap { _ in numbers[step..<step + batch * width] }
                }[...]
            }
            let gradients = network.zerosLike()
            _ = pass.forward(
                WindowSteps(
                    symbols: repeated(symbols), values: repeated(values, width: 2),
                    targets: repeated(targets)), lossScale: 2)
            pass.stateGradient.fill(0.1)
            pass.backward(into: gradients)
            return gradients.parameters.flat.values
        }
        let single = gradients(copies: 1)
        for copies in [40, 90] {
            let expected = single.map { Double($0) * Double(copies) }
            #expect(relativeError(gradients(copies: copies), expected) < 1e-5)
        }
    }

    @Test(arguments: CellKind.allCases)
    func backwardWithoutParameterGradientsGivesTheSameStateGradient(kind: CellKind) {
        let pass = makePass(kind)
        _ = pass.forward(
            WindowSteps(symbols: symbols[...], targets: targets[...]), lossScale: 1)
        pass.backward(into: pass.network.zerosLike())
        let expected = pass.stateGradient.values
        pass.stateGradient.fill(0)
        pass.backward(into: nil)
        #expect(pass.stateGradient.values == expected)
        #expect(pass.stateGradient.sumOfSquares > 0)
    }
}
