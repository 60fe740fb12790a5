import Layers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// What must hold of every rule that takes a step at a time.
extension OnlineRule {
    func expectLearning(_ cell: CellKind) {
        let subject = OnlineSubject(cell, self)
        let sequences = randomSequences(steps: 8)
        let evaluator = Evaluator(network: subject.network, batch: 3, in: Workspace())
        let before = evaluator.meanLoss(of: sequences)
        for _ in 0..<30 { subject.train(on: sequences) }
        #expect(evaluator.meanLoss(of: sequences) < 0.9 * before)
    }

    /// E6, of a rule without chance.
    func expectTheBatchRepeatedToChangeNothing(_ cell: CellKind) {
        let (single, double) = (OnlineSubject(cell, self), OnlineSubject(cell, self, batch: 6))
        for seed in 0..<2 {
            let sequences = randomSequences(steps: 6, seed: seed)
            let reports = single.train(on: sequences)
            for (a, b) in zip(reports, double.train(on: sequences.repeated(2))) {
                #expect(abs(a.gradientNorm - b.gradientNorm) < 1e-4 * a.gradientNorm + 1e-9)
            }
        }
        let moved = single.network.parameters.flat.values
        #expect(relativeError(double.network.parameters.flat.values, moved) < 1e-4)
    }

    /// The same run twice gives the same bits, captured or not, and a capture has the carried
    /// tensors as they were before the step.
    func expectCapturesToChangeNothing(_ cell: CellKind) throws {
        let (plain, captured) = (OnlineSubject(cell, self), OnlineSubject(cell, self))
        for seed in 0..<2 {
            let sequences = randomSequences(steps: 5, seed: seed)
            plain.train(on: sequences)
            for window in captured.windows(of: sequences) {
                let before = captured.session.rule.carried.map { ($0.path, $0.matrix.values) }
                let report = captured.session.train(on: window, capturing: true)
                let capture = try #require(report.capture)
                #expect(capture.text("rule") == name)
                #expect(capture.reals("boundary_gradient") == nil)
                for (path, numbers) in before {
                    let expected = window.isFirst ? numbers.map { _ in 0 } : numbers
                    #expect(capture.reals(path) == expected)
                }
            }
        }
        #expect(
            plain.network.parameters.flat.values == captured.network.parameters.flat.values)
    }

    func expectNaNToBeReported() {
        let subject = OnlineSubject(.lstm, self)
        subject.network.parameters["W_hy"].fill(.nan)
        #expect(subject.train(on: randomSequences(steps: 4)).contains { !$0.isFinite })
    }
}
