import Optimizers
import Tensor
import TestSupport
import Testing

/// E8: optimizers against float64 PyTorch over five steps, relative error at most 1e-5.
@Suite struct OptimizerFixtureTests {
    private func follow(_ optimizer: any Optimizer, _ fixture: Fixture) throws {
        let parameters = Parameters([.init("p", 20)])
        parameters.flat.copy(from: try fixture.floats("parameters"))
        let gradients = parameters.emptyTwin()
        var state = optimizer.makeState(for: parameters)
        let all = try fixture.floats("gradients")
        let history = try fixture.reals("history")
        for step in 0..<5 {
            // Twice the gradient at half the scale: what a sum over a batch of two would be.
            gradients.flat.copy(from: all[step * 20..<(step + 1) * 20].map { 2 * $0 })
            _ = optimizer.step(parameters, gradients: gradients, gradientScale: 0.5, state: &state)
            for (index, tensor) in ([parameters] + state.moments).enumerated() {
                let start = (step * 3 + index) * 20
                #expect(
                    relativeError(tensor.flat.values, Array(history[start..<start + 20])) < 1e-5)
            }
        }
        #expect(state.steps == 5)
    }

    @Test func e8Adam() throws { try follow(Adam(learningRate: 0.01), Fixture("adam")) }

    @Test func e8Momentum() throws {
        try follow(Momentum(learningRate: 0.01, momentum: 0.9), Fixture("momentum"))
    }
}

@Suite struct LearnerTests {
    private func makeLearner(clip: Double) -> Learner {
        let parameters = Parameters([.init("a", 1), .init("b", 1)])
        let gradients = parameters.emptyTwin()
        gradients.flat.copy(from: [6, 8])
        return Learner(
            parameters, gradients: gradients, optimizer: Momentum(learningRate: 1, momentum: 0),
            clip: GlobalNormClip(norm: clip))
    }

    @Test(arguments: [(0.0, [-3, -4]), (10.0, [-3, -4]), (2.5, [-1.5, -2])])
    func theNormIsOverAllTensorsAndAfterTheScale(clip: Double, moved: [Float]) {
        var learner = makeLearner(clip: clip)
        #expect(learner.gradientNorm(scale: 0.5) == 5)
        learner.step(gradientScale: 0.5)
        #expect(relativeError(learner.parameters.flat.values, moved) < 1e-6)
    }

    @Test func aStepZeroesTheGradients() {
        var learner = makeLearner(clip: 0)
        learner.step(gradientScale: 1)
        #expect(learner.gradients.flat.values == [0, 0])
        #expect(learner.state.steps == 1)
    }
}
