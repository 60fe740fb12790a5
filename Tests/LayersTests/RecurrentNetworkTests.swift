import Foundation
import Layers
import Tensor
import TestSupport
import Testing

@Suite struct RecurrentNetworkTests {
    private let symbols: [Int32] = [0, 1, 2, -1, 0, 1, 1, 1, -1, 2, 2, 0]
    private let targets: [Int32] = [-1, 1, 0, 2, 1, -1, 0, 0, 2, 1, 2, 0]

    private func makePass(_ cell: any RecurrentCell.Type = LSTM.self) -> WindowPass {
        let network = RecurrentNetwork(cell: cell, symbols: 3, units: 6, outputs: 3)
        network.initialize(seed: 5, forgetBias: 1)
        return WindowPass(network: network, batch: 3, capacity: 4, in: Workspace())
    }

    /// Without input and from a state of zeros all products are constant rows.
    @Test func normalizingNothingGivesFiniteGradients() {
        let pass = makePass(LayerNormLSTM.self)
        _ = pass.forward(
            WindowSteps(symbols: symbols.map { _ in -1 }[...], targets: targets[...]), lossScale: 1)
        let gradients = pass.network.zerosLike()
        pass.backward(into: gradients)
        #expect(gradients.parameters["gamma_x"].values.allSatisfy { $0 == 0 })
        #expect(gradients.parameters.flat.values.allSatisfy { $0.isFinite })
        #expect(pass.stateGradient.values.allSatisfy { $0.isFinite })
    }

    @Test func otherCellsStartWithoutBiasAndWithGainsOfOne() {
        func parameters(_ cell: any RecurrentCell.Type) -> Parameters {
            let network = RecurrentNetwork(cell: cell, symbols: 3, units: 4, outputs: 3)
            network.parameters.flat.fill(7)
            network.initialize(seed: 1, forgetBias: 2)
            return network.parameters
        }
        let gru = parameters(GRU.self)
        for biases in [gru["b"], gru["b_hn"], parameters(Elman.self)["b"]] {
            #expect(biases.values.allSatisfy { $0 == 0 })
        }
        let (lstm, normalized) = (parameters(LSTM.self), parameters(LayerNormLSTM.self))
        #expect(normalized["b"].values == lstm["b"].values)
        for name in ["gamma_x", "gamma_h"] {
            #expect(normalized[name].values.allSatisfy { $0 == 1 })
        }
        #expect(normalized["W_hh"].values == lstm["W_hh"].values)
    }

    @Test func initialWeightsDependOnTheSeedAloneAndStayInBounds() {
        let network = RecurrentNetwork(symbols: 3, units: 16, outputs: 3)
        network.initialize(seed: 1, forgetBias: 1)
        let twin = network.zerosLike()
        twin.initialize(seed: 1, forgetBias: 1)
        #expect(twin.parameters.flat.values == network.parameters.flat.values)
        twin.initialize(seed: 2, forgetBias: 1)
        #expect(twin.parameters.flat.values != network.parameters.flat.values)
        #expect(network.parameters["W_hh"].values.allSatisfy { abs($0) <= 0.25 })
        let bias = network.parameters["b"].values
        #expect(bias == (0..<64).map { (16..<32).contains($0) ? 1 : 0 })
    }

    /// ∂ℓ/∂h_t is (softmax(y_t) − onehot)/Λ·W_hyᵀ, and zero where nothing is scored.
    @Test func theHiddenGradientOfAStepIsThatOfItsOwnLoss() {
        let pass = makePass()
        _ = pass.forward(
            WindowSteps(symbols: symbols[...], targets: targets[...]), lossScale: 2)
        let weights = pass.network.parameters["W_hy"]
        for step in 0..<4 {
            let exact = (0..<3).flatMap { sample -> [Double] in
                let row = step * 3 + sample
                guard targets[row] >= 0 else { return [Double](repeating: 0, count: 6) }
                let powers = (0..<3).map { exp(Double(pass.outputs[row, $0])) }
                let sum = powers.reduce(0, +)
                return (0..<6).map { unit in
                    (0..<3).reduce(0) { total, output in
                        let error = powers[output] / sum - (output == Int(targets[row]) ? 1 : 0)
                        return total + error / 2 * Double(weights[unit, output])
                    }
                }
            }
            #expect(relativeError(pass.hiddenGradient(ofStep: step).values, exact) < 1e-5)
        }
    }

    @Test func theReadOutsGradientsAreThoseOfTheBackward() {
        let pass = makePass()
        _ = pass.forward(
            WindowSteps(symbols: symbols[...], targets: targets[...]), lossScale: 2)
        let (alone, all) = (pass.network.zerosLike(), pass.network.zerosLike())
        pass.accumulateReadOut(into: alone)
        pass.backward(into: all)
        for name in ["W_hy", "b_y"] {
            #expect(alone.parameters[name].values == all.parameters[name].values)
        }
        let cell = alone.parameters.flat.values.prefix(alone.cellParameterCount)
        #expect(cell.allSatisfy { $0 == 0 })
    }
}
