import Layers
import Tensor
import TestSupport
import Testing

/// E8: the network's backward against central differences of its own forward.
@Suite struct CentralDifferenceTests {
    private let batch = 3
    private let inputs: [Int32] = [0, 1, 2, -1, 0, 1, 1, 1, -1, 2, 2, 0]
    private let targets: [Int32] = [-1, 1, 0, 2, 1, -1, 0, 0, 2, 1, 2, 0]

    private func makePass() -> WindowPass {
        let network = RecurrentNetwork(inputs: 3, units: 6, outputs: 3)
        network.initialize(seed: 5, forgetBias: 1)
        return WindowPass(network: network, batch: batch, capacity: 4, in: Workspace())
    }

    /// Σ ℓ/Λ plus what arrives at the window's end, ⟨state gradient, final state⟩.
    private func objective(_ pass: WindowPass, arriving: Matrix) -> Double {
        let loss = pass.forward(inputs: inputs[...], targets: targets[...], lossScale: 2) / 2
        return zip(arriving.values, pass.finalState.values).reduce(loss) {
            $0 + Double($1.0) * Double($1.1)
        }
    }

    /// (f(x + h) − f(x − h)) / 2h of the number at `pointer`.
    private func slope(
        _ pass: WindowPass, _ arriving: Matrix, at pointer: UnsafeMutablePointer<Float>
    ) -> Double {
        let (value, step) = (pointer.pointee, Float(1) / 128)
        defer { pointer.pointee = value }
        pointer.pointee = value + step
        let above = objective(pass, arriving: arriving)
        pointer.pointee = value - step
        let below = objective(pass, arriving: arriving)
        return (above - below) / Double(2 * step)
    }

    @Test func e8NetworkBackwardAgreesWithCentralDifferences() {
        let pass = makePass()
        var numbers = TestNumbers(seed: 2)
        pass.initialState.copy(from: numbers.floats(batch * 12, within: 0.5))
        let arriving = Matrix(rows: batch, columns: 12, numbers.floats(batch * 12))
        let gradients = pass.network.emptyTwin()
        _ = objective(pass, arriving: arriving)
        pass.stateGradient.copy(from: arriving)
        pass.backward(into: gradients)
        let parameters = pass.network.parameters.flat
        let slopes = (0..<parameters.count).map {
            slope(pass, arriving, at: parameters.pointer + $0)
        }
        #expect(relativeError(gradients.parameters.flat.values, slopes) < 1e-3)
        let state = pass.initialState
        let stateSlopes = (0..<state.count).map { slope(pass, arriving, at: state.pointer + $0) }
        #expect(relativeError(pass.stateGradient.values, stateSlopes) < 1e-3)
    }

    /// A large batch takes the steps of its weight gradients one by one, a small one all at once.
    @Test func theGradientOfAManifoldBatchIsTheManifoldGradient() {
        func gradients(copies: Int) -> [Float] {
            let network = makePass().network
            let pass = WindowPass(
                network: network, batch: batch * copies, capacity: 4, in: Workspace())
            func repeated(_ symbols: [Int32]) -> [Int32] {
                stride(from: 0, to: symbols.count, by: batch).flatMap { step in
                    (0..<copies).flatMap { _ in symbols[step..<step + batch] }
                }
            }
            let gradients = network.emptyTwin()
            _ = pass.forward(
                inputs: repeated(inputs)[...], targets: repeated(targets)[...], lossScale: 2)
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

    @Test func backwardWithoutParameterGradientsGivesTheSameStateGradient() {
        let pass = makePass()
        _ = pass.forward(inputs: inputs[...], targets: targets[...], lossScale: 1)
        pass.backward(into: pass.network.emptyTwin())
        let expected = pass.stateGradient.values
        pass.stateGradient.fill(0)
        pass.backward(into: nil)
        #expect(pass.stateGradient.values == expected)
        #expect(pass.stateGradient.sumOfSquares > 0)
    }

    @Test func initialWeightsDependOnTheSeedAloneAndStayInBounds() {
        let network = RecurrentNetwork(inputs: 3, units: 16, outputs: 3)
        network.initialize(seed: 1, forgetBias: 1)
        let twin = network.emptyTwin()
        twin.initialize(seed: 1, forgetBias: 1)
        #expect(twin.parameters.flat.values == network.parameters.flat.values)
        twin.initialize(seed: 2, forgetBias: 1)
        #expect(twin.parameters.flat.values != network.parameters.flat.values)
        #expect(network.parameters["W_hh"].values.allSatisfy { abs($0) <= 0.25 })
        let bias = network.parameters["b"].values
        #expect(bias == (0..<64).map { (16..<32).contains($0) ? 1 : 0 })
    }
}
