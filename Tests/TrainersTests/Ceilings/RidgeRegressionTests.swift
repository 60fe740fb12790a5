import Synthesizers
import Tensor
import TestSupport
import Testing

@testable import Trainers

/// Ridge regression against least squares with rows for the penalty, in float64 PyTorch, and against
/// what must hold exactly.
@Suite struct RidgeRegressionTests {
    private let fixture: Fixture
    private let x: Matrix
    private let targets: [Matrix]

    init() throws {
        fixture = try Fixture("ceilings").group("pairs")
        x = try fixture.matrix("x")
        targets = [try fixture.matrix("first"), try fixture.matrix("second")]
    }

    private func moments(_ rows: some Sequence<Int>) -> PairMoments {
        var moments = PairMoments(inputs: x.columns, targets: 8)
        moments.add(x, targets, rows: rows)
        return moments
    }

    /// x·W + b, computed by itself.
    private func predictions(_ map: RidgeRegression, _ x: Matrix) -> Matrix {
        let width = map.targets.count
        let prediction = Matrix(rows: x.rows, columns: width)
        for row in 0..<x.rows {
            for place in 0..<width {
                prediction[row, place] = Float(
                    (0..<map.inputs).reduce(map.intercept[place]) {
                        $0 + Double(x[row, $1]) * map.weights[$1 * width + place]
                    })
            }
        }
        return prediction
    }

    @Test func mapsAreThoseOfLeastSquares() throws {
        let pairs = moments(0..<x.rows)
        for (penalty, exact) in zip(LinearCeiling.penalties, try fixture.rows("maps")) {
            let map = try #require(
                RidgeRegression(pairs, inputs: 5, targets: 0..<4, penalty: penalty))
            let numbers = map.weights + map.intercept
            #expect(numbers.count == exact.count)
            for (ours, theirs) in zip(numbers, exact) { #expect(abs(ours - theirs) < 1e-9) }
        }
    }

    @Test func ceilingsAreThoseOfPyTorch() throws {
        var ceiling = LinearCeiling(
            state: 3, inputs: 5, width: 4, targets: 2, isPredicted: true)
        let prediction = try fixture.matrix("prediction")
        for first in stride(from: 0, to: x.rows, by: 7) {
            let rows = first..<first + 7
            ceiling.add(
                x.rows(rows), targets.map { $0.rows(rows) }, prediction: prediction.rows(rows),
                first: first)
        }
        for (index, exact) in try fixture.rows("ceilings").enumerated() {
            for (ours, theirs) in zip(ceiling.judged(index).numbers, exact) {
                #expect(abs(ours - theirs) < 1e-6)
            }
        }
    }

    /// Judged by moments or prediction by prediction, a map is as good.
    @Test func aMapIsJudgedAsItsPredictionsAre() throws {
        let (fitted, judges) = (0..<40, 40..<x.rows)
        for (index, target) in targets.enumerated() {
            let map = try #require(
                RidgeRegression(
                    moments(fitted), inputs: 5, targets: index * 4..<index * 4 + 4, penalty: 0.01))
            let judged = map.agreement(with: moments(judges))
            var own = PairAgreement(width: 4)
            own.add(predictions(map, x.rows(judges)), target.rows(judges))
            #expect(abs(judged.cosine - own.cosine) < 1e-6)
            #expect(abs(judged.explained - own.explained) < 1e-6)
            #expect(judged.explained < 0.95, "else the test shows nothing")
        }
    }

    /// Every part has the same pairs, so that all fits are one: a synthesizer that is this map is just as
    /// good as the ceiling.
    @Test func aSynthesizerThatIsTheMapReachesTheCeiling() throws {
        let (rows, target) = (0..<40, targets[0])
        let tried = try LinearCeiling.penalties.map { penalty in
            try #require(
                RidgeRegression(moments(rows), inputs: 5, targets: 0..<4, penalty: penalty))
        }
        let map = try #require(
            tried.min {
                $0.agreement(with: moments(rows)).error < $1.agreement(with: moments(rows)).error
            })
        let synthesizer = LinearSynthesizer(inputs: 5, width: 4)
        synthesizer.parameters["W"].copy(from: map.weights.map { Float($0) })
        synthesizer.parameters["b"].copy(from: map.intercept.map { Float($0) })
        var ceiling = LinearCeiling(state: 5, inputs: 5, width: 4, isPredicted: true)
        let (inputs, gradients) = (Matrix(rows: 4, columns: 5), Matrix(rows: 4, columns: 4))
        let prediction = Matrix(rows: 4, columns: 4)
        for row in rows {
            for copy in 0..<4 {
                inputs.rows(copy..<copy + 1).copy(from: x.rows(row..<row + 1))
                gradients.rows(copy..<copy + 1).copy(from: target.rows(row..<row + 1))
            }
            synthesizer.predict(inputs, into: prediction, auxiliary: nil)
            ceiling.add(inputs, [gradients], prediction: prediction, first: 4 * row)
        }
        let judged = ceiling.judged()
        #expect(abs(judged.cosine - judged.synthesizerCosine) < 1e-6)
        #expect(abs(judged.explained - judged.synthesizerExplained) < 1e-6)
        #expect(judged.explained > 0.5 && judged.explained < 0.95)
    }

    /// A target that is an affine map of the inputs is predicted to rounding.
    @Test func anAffineTargetIsExplainedWhole() {
        var numbers = TestNumbers(seed: 4)
        let (weights, shift) = (numbers.floats(5 * 3), numbers.floats(3, within: 4))
        let y = Matrix(rows: x.rows, columns: 3)
        for row in 0..<x.rows {
            for j in 0..<3 {
                y[row, j] = (0..<5).reduce(shift[j]) { $0 + x[row, $1] * weights[$1 * 3 + j] }
            }
        }
        var ceiling = LinearCeiling(state: 5, inputs: 5, width: 3, isPredicted: true)
        ceiling.add(x, [y], prediction: y, first: 0)
        let judged = ceiling.judged()
        #expect(abs(judged.explained - 1) < 1e-9 && abs(judged.cosine - 1) < 1e-9)
        #expect(judged.synthesizerExplained == 1 || abs(judged.synthesizerExplained - 1) < 1e-12)
        #expect(judged.conditionedCosine.isNaN && judged.conditionedExplained.isNaN)
    }

    /// Targets without a relation to the inputs are not explained: what a fit to few pairs finds in them
    /// does not count.
    @Test func noiseIsNotExplained() {
        var numbers = TestNumbers(seed: 5)
        let rows = 400
        let inputs = Matrix(rows: rows, columns: 40, numbers.floats(rows * 40))
        let noise = Matrix(rows: rows, columns: 3, numbers.floats(rows * 3))
        var ceiling = LinearCeiling(state: 40, inputs: 40, width: 3, isPredicted: false)
        ceiling.add(inputs, [noise], prediction: nil, first: 0)
        let judged = ceiling.judged()
        #expect(judged.explained < 0.02 && judged.explained > -0.3)
        #expect(judged.synthesizerCosine.isNaN && judged.synthesizerExplained.isNaN)
        // Fitted to what it is judged by, the same map seems to explain a good part.
        var all = PairMoments(inputs: 40, targets: 3)
        all.add(inputs, [noise], rows: 0..<rows)
        let overfit = RidgeRegression(all, inputs: 40, targets: 0..<3, penalty: 1e-8)?
            .agreement(with: all)
        #expect((overfit?.explained ?? 0) > 0.05)
    }

    @Test func whatNeverDiffersSaysNothing() throws {
        let constant = Matrix(rows: 8, columns: 2, [Float](repeating: 0.1, count: 16))
        let y = Matrix(rows: 8, columns: 1, [1, 2, 3, 4, 1, 2, 3, 4])
        var pairs = PairMoments(inputs: 2, targets: 1)
        pairs.add(constant, [y], rows: 0..<8)
        let map = try #require(RidgeRegression(pairs, inputs: 2, targets: 0..<1, penalty: 1e-8))
        #expect(map.weights == [0, 0] && map.intercept == [2.5])
        #expect(abs(map.agreement(with: pairs).explained) < 1e-12)
        // Nor is there a share of no variance, or a fit to nothing.
        var equal = PairAgreement(width: 2)
        equal.add(constant, constant)
        #expect(equal.explained.isNaN && abs(equal.cosine - 1) < 1e-12)
        let nothing = PairMoments(inputs: 2, targets: 1)
        #expect(RidgeRegression(nothing, inputs: 2, targets: 0..<1, penalty: 1) == nil)
        #expect(
            LinearCeiling(state: 2, inputs: 2, width: 1, isPredicted: false).judged().cosine.isNaN)
    }
}

extension GradientCeiling {
    /// All numbers, in the order of the fixtures.
    var numbers: [Double] {
        [
            cosine, explained, conditionedCosine, conditionedExplained, synthesizerCosine,
            synthesizerExplained,
        ]
    }
}
