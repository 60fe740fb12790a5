import Optimizers
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage

/// E8: every optimizer, as a cell of a sweep has it, against float64 PyTorch over five steps,
/// relative error at most 1e-5. An optimizer without a file `Tests/Fixtures/<name>.h5` fails here.
@Suite struct OptimizerTests {
    private static let (count, steps) = (20, 5)

    @Test(arguments: OptimizerKind.allCases)
    func e8Optimizer(kind: OptimizerKind) throws {
        let fixture = try Fixture(kind.rawValue)
        var configuration = Configuration()
        configuration[.optimizer] = kind
        let optimizer = configuration.optimizer(learningRate: 0.01)
        let parameters = Parameters([.init("p", ["x": Self.count])])
        parameters.flat.copy(from: try fixture.floats("parameters"))
        let gradients = parameters.zerosLike()
        var state = optimizer.makeState(for: parameters)
        let all = try fixture.rows("gradients")
        let history = try fixture.rows("history")
        #expect(all.count == Self.steps && history.count == Self.steps)
        for (gradient, after) in zip(all, history) {
            // Twice the gradient at half the scale: what a sum over a batch of two would be.
            gradients.flat.copy(from: gradient.map { 2 * Float($0) })
            _ = optimizer.step(parameters, gradients: gradients, gradientScale: 0.5, state: &state)
            for (index, tensor) in ([parameters] + state.moments).enumerated() {
                let exact = Array(after[index * Self.count..<(index + 1) * Self.count])
                #expect(relativeError(tensor.flat.values, exact) < 1e-5)
            }
        }
        #expect(state.steps == Self.steps)
    }
}
