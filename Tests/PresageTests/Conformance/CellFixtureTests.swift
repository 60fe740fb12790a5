import Layers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// E8: every cell against float64 PyTorch, relative error at most 1e-5. A cell without a file
/// `Tests/Fixtures/<name>.h5` fails here.
@Suite struct CellFixtureTests {
    @Test(arguments: CellKind.allCases)
    func e8CellForwardAndBackward(kind: CellKind) throws {
        let fixture = try Fixture(kind.rawValue)
        let symbols = try fixture.integers("symbols")[...]
        let state = try fixture.matrix("state")
        let exactStates = try fixture.reals("states")
        let hiddenGradients = try fixture.matrix("hidden_gradients")
        let (batch, units) = (state.rows, hiddenGradients.columns)
        let steps = symbols.count / batch
        let values = fixture.has("values") ? try fixture.matrix("values") : nil
        let width = values?.columns ?? 0
        let network = RecurrentNetwork(
            cell: kind.type, symbols: 3, values: width, units: units, outputs: 1)
        let blocks = kind.type.blocks(inputs: 3 + width, units: units)
        for block in blocks {
            network.parameters[block.name].copy(
                from: try fixture.floats("parameters/\(block.name)"))
        }
        let pass = network.cell.makePass(batch: batch, steps: steps + 2, in: Workspace())
        pass.window.state(after: 0).copy(from: state)
        if let values { pass.window.values?.rows(0..<values.rows).copy(from: values) }
        pass.forward(symbols: symbols)
        let states = (0...steps).flatMap { pass.window.state(after: $0).values }
        #expect(relativeError(states, exactStates) < 1e-5)

        let gradients = network.zerosLike()
        let stateGradient = try fixture.matrix("final_state_gradient")
        pass.backward(
            symbols: symbols, stateGradient: stateGradient, gradients: gradients.cell,
            above: { $1.add(hiddenGradients.rows($0 * batch..<($0 + 1) * batch)) }, atState: nil)
        #expect(
            relativeError(stateGradient.values, try fixture.reals("first_state_gradient")) < 1e-5)
        for block in blocks {
            let exact = try fixture.reals("gradients/\(block.name)")
            let computed = gradients.parameters[block.name].values
            #expect(relativeError(computed, exact) < 1e-5, "\(block.name)")
        }
    }
}
