import Layers
import Tensor

@testable import Trainers

/// The recursion M_t = J_t·M_{t−1} + ∂s_t/∂θ of RTRL and its approximations in float64, dense and
/// slow: a step of the cell for every sample and state component.
final class InfluenceReference {
    /// An approximation of the recursion.
    struct Approximation {
        /// Whether M is kept only where the parameter's own unit is.
        var isMasked = false
        /// Whether J has the cell's own carry alone.
        var holdsRecurrentProducts = false
    }

    private let approximation: Approximation
    private let network: RecurrentNetwork
    private let readOut: RecurrentNetwork
    private let batch: Int
    /// The influence M, by sample and component.
    private var influence: [[[Double]]] = []
    let pass: WindowPass
    private let step: CellStep

    init(_ network: RecurrentNetwork, batch: Int, _ approximation: Approximation) {
        self.network = network
        self.batch = batch
        self.approximation = approximation
        readOut = network.zerosLike()
        pass = WindowPass(network: network, batch: batch, capacity: 1, in: Workspace())
        step = CellStep(network: network, rows: 1, in: Workspace())
    }

    /// The mean parameter gradient of the next step, whose parameters are those of now.
    /// - Parameter error: ∂ℓ/∂h after the forward of `pass`; by default the exact one.
    func gradient(
        of window: Window, error: ((WindowPass) -> Matrix)? = nil
    ) -> [Double] {
        let width = network.stateWidth
        if window.isFirst {
            let zeros = [Double](repeating: 0, count: step.parameterCount)
            influence = (0..<batch).map { _ in (0..<width).map { _ in zeros } }
            pass.initialState.fill(0)
        } else {
            pass.initialState.copy(from: pass.finalState)
        }
        _ = pass.forward(window.contents, lossScale: window.sequences.lossScale)
        let error = error?(pass) ?? pass.hiddenGradient(ofStep: 0)
        readOut.parameters.flat.fill(0)
        pass.accumulateReadOut(into: readOut)
        var gradient = readOut.parameters.flat.values.map(Double.init)
        for sample in 0..<batch {
            advance(sample, window)
            for unit in 0..<network.units {
                for (index, value) in influence[sample][unit].enumerated() {
                    gradient[index] += Double(error[sample, unit]) * value
                }
            }
        }
        return gradient.map { $0 / Double(batch) }
    }

    private func advance(_ sample: Int, _ window: Window) {
        let (inputs, values) = (window.inputs, window.sequences.values(window.steps))
        let (symbol, channel) = (inputs.startIndex + sample, values.startIndex + sample)
        step.state.copy(from: pass.initialState.rows(sample..<sample + 1))
        step.forward(
            symbols: inputs[symbol..<symbol + 1], values: values[channel..<channel + 1])
        let cotangent = Matrix(rows: 1, columns: network.stateWidth)
        let immediate = Matrix(rows: 1, columns: step.parameterCount)
        influence[sample] = (0..<network.stateWidth).map { component in
            cotangent.fill(0)
            cotangent[0, component] = 1
            step.backward(
                cotangent, holdingRecurrentProducts: approximation.holdsRecurrentProducts)
            step.rowGradients(into: immediate)
            var row = immediate.values.map(Double.init)
            for (previous, factor) in zip(influence[sample], cotangent.values) {
                for index in row.indices { row[index] += Double(factor) * previous[index] }
            }
            guard approximation.isMasked, let units = network.unitOfParameter else { return row }
            return zip(row, units).map { $1 == component % network.units ? $0 : 0 }
        }
    }
}
