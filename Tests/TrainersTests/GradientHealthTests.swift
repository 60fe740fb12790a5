import TestSupport
import Testing

@testable import Trainers

/// What must hold of bias and variance of a gradient.
@Suite struct GradientHealthTests {
    /// Noisy gradients around a mean.
    private func gradients(_ count: Int, seed: UInt64) -> [[Float]] {
        var numbers = TestNumbers(seed: seed)
        return (0..<count).map { _ in numbers.floats(6).enumerated().map { Float($0) + $1 } }
    }

    private func health(_ ours: [[Float]], _ exact: [[Float]]) -> GradientHealth {
        var health = GradientHealth()
        for (ours, exact) in zip(ours, exact) { health.add(ours, exact: exact) }
        return health
    }

    @Test func backpropagationHasNoBias() {
        let exact = gradients(5, seed: 1)
        let measured = health(exact, exact)
        #expect(measured.bias == 0)
        #expect(measured.variance > 0.01)
        #expect(abs(measured.cosine - 1) < 1e-12)
    }

    /// Always the same wrong vector: no noise, and not for that a good gradient.
    @Test func aConstantVectorIsAllBias() {
        let exact = gradients(400, seed: 2)
        let measured = health(exact.map { _ in [0, 0, 0, 0, 0, -30] }, exact)
        #expect(abs(measured.variance) < 1e-12)
        // ‖(0, 1, 2, 3, 4, 35)‖²/‖(0, 1, 2, 3, 4, 5)‖², but for the noise.
        #expect(abs(measured.bias / (1255.0 / 55) - 1) < 0.02)
    }

    /// The unit is backpropagation's gradient, whatever the size of the method's own.
    @Test func aMultipleHasItsSquareOfTheVariance() {
        let exact = gradients(7, seed: 3)
        let (one, three) = (health(exact, exact), health(exact.map { $0.map { 3 * $0 } }, exact))
        #expect(abs(three.variance / (9 * one.variance) - 1) < 1e-6)
        // The noise by the signal knows no size.
        #expect(one.noise == one.variance && abs(three.noise / one.noise - 1) < 1e-6)
        // (3 − 1)² of the mean: the same estimate of ‖EG_bp‖² above and below.
        #expect(abs(three.bias - 4) < 1e-6)
    }

    /// Independent noise on the gradient is variance alone: over many measurements of few batches the
    /// mean of the biases is 0, where without correction it would be the variance over K.
    @Test func noiseIsNoBias() {
        var numbers = TestNumbers(seed: 4)
        let exact: [Float] = [3, 0, 4, 0, 0, 0]
        let measured = (0..<2_000).map { _ in
            health(
                (0..<4).map { _ in zip(exact, numbers.floats(6)).map { $0 + 3 * $1 } },
                (0..<4).map { _ in exact })
        }
        let bias = measured.map(\.bias).reduce(0, +) / 2_000
        let variance = measured.map(\.variance).reduce(0, +) / 2_000
        // Six uniform numbers in ±3, each with variance 3, over 25.
        #expect(abs(variance - 0.72) < 0.01)
        #expect(abs(bias) < 0.01)
    }

    @Test func withoutAGradientThereIsNoUnit() {
        let exact: [[Float]] = [[1, 0], [-1, 0], [1, 0], [-1, 0]]
        #expect(health(exact, exact).variance.isNaN && health(exact, exact).bias.isNaN)
    }
}
