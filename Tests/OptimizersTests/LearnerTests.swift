import Optimizers
import Tensor
import TestSupport
import Testing

@Suite struct LearnerTests {
    /// The gradient (6, 8), a tensor each, at a scale of 0.5: (3, 4), of norm 5.
    private func makeLearner(_ scaling: GradientScaling = GradientScaling()) -> Learner {
        let parameters = Parameters([.init("a", ["x": 1]), .init("b", ["x": 1])])
        let gradients = parameters.zerosLike()
        gradients.flat.copy(from: [6, 8])
        return Learner(
            parameters, gradients: gradients, optimizer: Momentum(learningRate: 1, momentum: 0),
            scaling: scaling)
    }

    @Test(
        arguments: [
            (ClippingRange(), [-3, -4], [-3, -4]),
            (ClippingRange(ceiling: 10), [-3, -4], [-3, -4]),
            (ClippingRange(ceiling: 2.5), [-1.5, -2], [-2.5, -2.5]),
            (ClippingRange(floor: 10, ceiling: 10), [-6, -8], [-10, -10]),
            (ClippingRange(floor: 10), [-6, -8], [-10, -10]),
            (ClippingRange(floor: 3.5, ceiling: 6), [-3, -4], [-3.5, -4]),
        ])
    func theNormIsThatOfTheScopeAfterTheScale(band: ClippingRange, all: [Float], each: [Float]) {
        for (scope, moved) in [(GradientScaling.Scope.global, all), (.block, each)] {
            let learner = makeLearner(GradientScaling(band, scope: scope))
            #expect(learner.gradientNorm(scale: 0.5) == 5)
            #expect(learner.step(gradientScale: 0.5) == 5)
            #expect(relativeError(learner.parameters.flat.values, moved) < 1e-6)
        }
    }

    @Test func aGradientOfZeroHasNoDirection() {
        let learner = makeLearner(GradientScaling(ClippingRange(floor: 1, ceiling: 1)))
        learner.gradients.flat.copy(from: [0, 0])
        learner.step(gradientScale: 1)
        #expect(learner.parameters.flat.values == [0, 0])
    }

    @Test func rowsAreScaledEachByItsOwnNorm() {
        let rows = Matrix(rows: 4, columns: 2, [3, 4, 0.3, 0.4, 0, 0, 0.6, 0.8])
        rows.scaleRows(into: ClippingRange(floor: 1, ceiling: 2))
        #expect(relativeError(rows.values, [1.2, 1.6, 0.6, 0.8, 0, 0, 0.6, 0.8]) < 1e-6)
    }

    @Test func aStepZeroesTheGradients() {
        let learner = makeLearner()
        learner.step(gradientScale: 1)
        #expect(learner.gradients.flat.values == [0, 0])
        #expect(learner.state.steps == 1)
    }
}
