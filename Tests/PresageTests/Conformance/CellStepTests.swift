import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// The Jacobians of one step of every cell, against central differences and the ordinary backward.
@Suite struct CellStepTests {
    private static let symbols: [Int32] = [1, -1, 2]

    /// Three samples, each in as many rows as the state has components.
    private struct Scene {
        let network: RecurrentNetwork
        let step: CellStep
        let symbols: [Int32]
        let values: [Float]

        init(_ kind: CellKind) {
            var numbers = TestNumbers(seed: 7)
            network = RecurrentNetwork(
                cell: kind.type, symbols: 3, values: 2, units: 4, outputs: 2)
            let parameters = network.parameters.flat
            parameters.copy(from: numbers.floats(parameters.count, within: 0.8))
            let width = network.stateWidth
            let samples = CellStepTests.symbols
            step = CellStep(network: network, rows: samples.count * width, in: Workspace())
            let (drawn, states) = (
                numbers.floats(samples.count * 2), numbers.floats(samples.count * width)
            )
            let owners = (0..<step.rows).map { $0 / width }
            symbols = owners.map { samples[$0] }
            values = owners.flatMap { drawn[2 * $0..<2 * $0 + 2] }
            step.state.copy(from: owners.flatMap { states[width * $0..<width * ($0 + 1)] })
        }

        func forward() -> [Double] {
            step.forward(symbols: symbols[...], values: values[...])
            return step.next.values.map(Double.init)
        }

        /// Unit vectors: row r·S + k is that of component k.
        func identities() -> Matrix {
            let width = network.stateWidth
            let cotangents = Matrix(rows: step.rows, columns: width)
            for row in 0..<step.rows { cotangents[row, row % width] = 1 }
            return cotangents
        }

        /// The slopes of component k of row r·S + k along a change made by `shift`.
        func slopes(_ shift: (Float) -> Void) -> [Double] {
            let width = network.stateWidth
            func difference(_ size: Float) -> [Double] {
                shift(size)
                let above = forward()
                shift(-2 * size)
                let below = forward()
                shift(size)
                return zip(above, below).map { ($0 - $1) / Double(2 * size) }
            }
            let (near, far) = (difference(1 / 128), difference(1 / 64))
            return (0..<step.rows).map { row in
                let place = row * width + row % width
                return (4 * near[place] - far[place]) / 3
            }
        }

        /// The immediate Jacobian ∂s'/∂θ of every sample, a row a component.
        func immediateJacobian() -> Matrix {
            _ = forward()
            step.backward(identities())
            let gradients = Matrix(rows: step.rows, columns: step.parameterCount)
            step.rowGradients(into: gradients)
            return gradients
        }
    }

    @Test(arguments: CellKind.allCases)
    func theBackwardOfIdentityRowsIsTheJacobian(kind: CellKind) {
        let scene = Scene(kind)
        _ = scene.forward()
        let jacobian = scene.identities()
        scene.step.backward(jacobian)
        let state = scene.step.state
        for component in 0..<state.columns {
            let slopes = scene.slopes { size in
                for row in 0..<state.rows { state[row, component] += size }
            }
            let column = jacobian.columns(component..<component + 1).values
            #expect(relativeError(column, slopes) < 1e-3)
        }
    }

    @Test(arguments: CellKind.allCases)
    func theRowGradientsOfIdentityRowsAreTheImmediateJacobian(kind: CellKind) {
        let scene = Scene(kind)
        let jacobian = scene.immediateJacobian()
        let parameters = scene.network.parameters.flat
        let slopes = (0..<scene.step.parameterCount).map { index in
            scene.slopes { parameters.pointer[index] += $0 }
        }
        let rows = (0..<jacobian.rows).flatMap { row in slopes.map { $0[row] } }
        #expect(relativeError(jacobian.values, rows) < 1e-3)
    }

    /// A parameter reaches one unit alone where the cell declares it; elsewhere some reach several.
    @Test(arguments: CellKind.allCases)
    func unitsOfParametersAreTheSparsityOfTheImmediateJacobian(kind: CellKind) {
        let scene = Scene(kind)
        let jacobian = scene.immediateJacobian()
        let (width, units) = (scene.network.stateWidth, scene.network.units)
        let reached = (0..<scene.step.parameterCount).map { parameter in
            Set(
                (0..<jacobian.rows).filter { jacobian[$0, parameter] != 0 }
                    .map { $0 % width % units })
        }
        guard let unit = scene.network.unitOfParameter else {
            #expect(reached.contains { $0.count > 1 })
            return
        }
        #expect(unit.count == reached.count)
        for (unit, reached) in zip(unit, reached) { #expect(reached.isSubset(of: [unit])) }
        #expect(reached.count { !$0.isEmpty } > reached.count / 2)
    }

    /// v·∂s'/∂s with and without the recurrent products held differ, in the columns of h, by what
    /// comes through the products: h_k reaches them as does a scale of row k of W_hh, so that h_k
    /// times the difference is Σ_c W_hh[k, c]·∂(v·s')/∂W_hh[k, c].
    @Test(arguments: CellKind.allCases)
    func holdingTheRecurrentProductsLeavesTheirShareOut(kind: CellKind) {
        let scene = Scene(kind)
        let units = scene.network.units
        let immediate = scene.immediateJacobian()
        let (full, held) = (scene.identities(), scene.identities())
        scene.step.backward(full)
        scene.step.backward(held, holdingRecurrentProducts: true)
        let weights = scene.network.parameters["W_hh"]
        let start = scene.network.parameters["W_xh"].count
        var sums: [Float] = []
        for row in 0..<full.rows {
            for column in 0..<full.columns {
                var share = 0.0
                if column < units {
                    for index in 0..<weights.columns {
                        let place = start + column * weights.columns + index
                        share += Double(weights[column, index]) * Double(immediate[row, place])
                    }
                    share /= Double(scene.step.state[row, column])
                }
                sums.append(held[row, column] + Float(share))
            }
        }
        #expect(relativeError(sums, full.values) < 1e-4)
        #expect(relativeError(held.values, full.values) > 1e-2, "else the test shows nothing")
    }

    /// An LSTM's c' keeps f of c, ∂c'/∂c = f = σ(z_f), and nothing of h; an Elman network keeps
    /// nothing at all.
    @Test func whatIsCarriedWithoutTheRecurrentProducts() {
        let lstm = Scene(.lstm)
        _ = lstm.forward()
        let carried = lstm.identities()
        lstm.step.backward(carried, holdingRecurrentProducts: true)
        let forget = lstm.network.parameters["b"].columns(4..<8)
        for row in 4..<8 {
            #expect(carried.rows(row..<row + 1).values.count { $0 != 0 } == 1)
            #expect(carried[row, row] > 0 && carried[row, row] < 1)
            // More forget bias, more carry.
            let before = carried[row, row]
            let again = lstm.identities()
            forget[0, row - 4] += 1
            _ = lstm.forward()
            lstm.step.backward(again, holdingRecurrentProducts: true)
            #expect(again[row, row] > before)
        }
        let elman = Scene(.elman)
        _ = elman.forward()
        let nothing = elman.identities()
        elman.step.backward(nothing, holdingRecurrentProducts: true)
        #expect(nothing.values.allSatisfy { $0 == 0 })
    }

    /// Backpropagation through time out of single steps: ∂ℓ_t/∂h_t from the window, the Jacobians
    /// and the rows' gradients from the step, is the window's backward.
    @Test(arguments: CellKind.allCases)
    func stepsOneByOneAreTheBackwardOfTheWindow(kind: CellKind) {
        let sequences = randomSequences(batch: 5, steps: 6)
        let network = Subject(kind, .fullBPTT).session.network
        let workspace = Workspace()
        let pass = WindowPass(network: network, batch: 5, capacity: 6, in: workspace)
        let step = CellStep(network: network, rows: 5, in: workspace)
        let steps = 0..<6
        _ = pass.forward(
            WindowSteps(
                symbols: sequences.inputs(steps), values: sequences.values(steps),
                targets: sequences.targets(steps)), lossScale: 4)
        let gradients = network.zerosLike()
        let rows = Matrix(rows: 5, columns: step.parameterCount)
        let sums = gradients.parameters.flat.columns(0..<step.parameterCount)
        let cotangents = Matrix(rows: 5, columns: network.stateWidth)
        pass.accumulateReadOut(into: gradients)
        for index in steps.reversed() {
            step.state.copy(from: pass.state(after: index))
            step.forward(
                symbols: sequences.inputs(index..<index + 1),
                values: sequences.values(index..<index + 1))
            #expect(step.next.values == pass.state(after: index + 1).values)
            cotangents.columns(0..<network.units).add(pass.hiddenGradient(ofStep: index))
            step.backward(cotangents)
            step.rowGradients(into: rows)
            sums.addColumnSums(of: rows)
        }
        let whole = network.zerosLike()
        pass.backward(into: whole)
        for block in whole.parameters.blocks {
            let name = block.name
            #expect(
                relativeError(
                    gradients.parameters[name].values, whole.parameters[name].values) < 1e-5)
        }
        #expect(relativeError(cotangents.values, pass.stateGradient.values) < 1e-5)
    }
}
