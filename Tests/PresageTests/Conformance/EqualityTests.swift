import Layers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// The equalities that hold exactly between the methods, whatever cell is trained.
@Suite struct EqualityTests {
    /// E1: with windows as long as the sequence or longer, every method is full BPTT.
    @Test(arguments: Pair.obeying(.wholeWindowIsFullBPTT))
    func e1LongWindowsAreFullBPTT(pair: Pair) {
        let full = Subject(pair.cell, .fullBPTT)
        let subjects = [9, 10, 64].map { truncation in
            Subject(pair) {
                $0[.truncation] = truncation
                $0[.warmUp] = 1
            }
        }
        for seed in 0..<4 {
            let sequences = randomSequences(steps: 9, seed: seed)
            for subject in [full] + subjects { subject.train(on: sequences) }
        }
        for subject in subjects { #expect(subject.parameters == full.parameters) }
        #expect(full.session.updates == 4)
    }

    @Test func e1ShorterWindowsAreNot() {
        let subject = Subject(.lstm, .truncatedBPTT) { $0[.truncation] = 8 }
        subject.train(on: randomSequences(steps: 9))
        #expect(subject.session.updates == 2)
    }

    /// E2: a zero synthesizer, never trained, is truncated BPTT to the last bit of a whole run.
    @Test(arguments: CellKind.allCases, RemainderRule.allCases)
    func e2ZeroSynthesizerIsTruncatedBPTT(cell: CellKind, remainder: RemainderRule) {
        for truncation in [1, 2, 5] {
            let subjects = [Method.synthetic(.zero), .truncatedBPTT].map { method in
                Subject(cell, method) {
                    $0[.truncation] = truncation
                    $0[.remainder] = remainder
                }
            }
            for seed in 0..<8 {
                let sequences = randomSequences(steps: 11, seed: seed)
                let losses = subjects.map { $0.train(on: sequences).map(\.loss) }
                #expect(losses[0] == losses[1])
            }
            #expect(subjects[0].parameters == subjects[1].parameters)
            #expect(subjects[0].session.updates > 8)
        }
    }

    /// E2 of all synthesizers: the first window, when they have learned nothing.
    @Test(arguments: Pair.obeying(.startsAsTruncatedBPTT))
    func e2AnUntrainedSynthesizerIsTruncatedBPTT(pair: Pair) {
        let subjects = [Subject(pair), Subject(pair.cell, .truncatedBPTT)]
        for subject in subjects {
            let windows = subject.windows(of: randomSequences(steps: 11))
            _ = subject.session.train(on: windows[0], capturing: false)
        }
        #expect(subjects[0].parameters == subjects[1].parameters)
    }

    /// The summed gradients of a sequence's windows, parameters frozen.
    private func summedGradients(
        _ cell: CellKind, _ method: Method, truncation: Int,
        remainder: RemainderRule = .first
    ) throws -> [Float] {
        let subject = Subject(cell, method) {
            $0[.truncation] = truncation
            $0[.remainder] = remainder
            $0[.stepPer] = .sequence
        }
        let last = try #require(subject.captures(of: randomSequences(steps: 13)).last)
        return try #require(last.reals("gradients"))
    }

    /// E3: with the exact future gradient at the boundary, parameters frozen over the sequence, the
    /// windows' gradients sum to full BPTT's at every T.
    @Test(arguments: CellKind.allCases, RemainderRule.allCases)
    func e3OracleGradientsSumToFullBPTT(
        cell: CellKind, remainder: RemainderRule
    ) throws {
        let full = try summedGradients(cell, .fullBPTT, truncation: 13)
        for truncation in 1...13 {
            let oracle = try summedGradients(
                cell, .oracle, truncation: truncation, remainder: remainder)
            #expect(relativeError(oracle, full) < 1e-5)
        }
        let truncated = try summedGradients(cell, .truncatedBPTT, truncation: 3)
        #expect(relativeError(truncated, full) > 1e-3, "else the test shows nothing")
    }

    /// E6: a batch repeated changes no gradient, no synthesizer loss, no step.
    @Test(arguments: Pair.obeying(.batchInvariant))
    func e6RepeatingTheBatchChangesNothing(pair: Pair) throws {
        let (single, double) = (Subject(pair, batch: 3), Subject(pair, batch: 6))
        for seed in 0..<3 {
            let sequences = randomSequences(steps: 10, seed: seed)
            for (a, b) in zip(single.train(on: sequences), double.train(on: sequences.repeated(2)))
            {
                // A step without a scored output has no loss.
                #expect(abs(2 * a.loss - b.loss) <= 1e-4 * b.loss)
                #expect(abs(a.gradientNorm - b.gradientNorm) <= 1e-4 * b.gradientNorm)
                let losses = (a.rule.synthesizerLoss, b.rule.synthesizerLoss)
                #expect((losses.0 == nil) == (losses.1 == nil))
                if let mine = losses.0, let other = losses.1 {
                    #expect(abs(mine / other - 1) < 1e-3)
                }
            }
        }
        #expect(relativeError(double.parameters, single.parameters) < 1e-4)
        if let mine = single.interface?.parameters.flat.values,
            let other = double.interface?.parameters.flat.values, !mine.isEmpty
        {
            #expect(relativeError(other, mine) < 1e-3)
        }
    }

    /// E8 for the methods: a window's parameter gradient is the slope of its objective with what
    /// arrived at its end, (1/B)(Σ ℓ/Λ + scale·⟨ĝ, s_T⟩), along any direction.
    @Test(arguments: Pair.obeying(.windowSlope))
    func e8WindowGradientAgreesWithCentralDifferences(pair: Pair) throws {
        let subject = Subject(pair) {
            $0[.sgScale] = 0.7
            $0[.warmUp] = 1
            $0[.stepPer] = .sequence
        }
        subject.fillSynthesizer()
        let window = subject.windows(of: randomSequences(steps: 10))[0]
        let network = subject.session.network
        let base = network.parameters.flat.values
        let capture = try #require(subject.session.train(on: window, capturing: true).capture)
        let gradient = try #require(capture.reals("gradients"))
        var arriving = [Float](repeating: 0, count: 3 * network.stateWidth)
        if capture.text("sg_applied") == "yes", let synthetic = capture.reals("synthetic_gradient")
        {
            arriving = synthetic
        }
        // The oracle's gradient is no synthetic one and is not scaled.
        let scale = pair.method == .oracle ? 1 : 0.7
        let pass = WindowPass(
            network: network, batch: 3, capacity: window.steps.count, in: Workspace())
        func objective(_ direction: [Float], _ step: Float) -> Double {
            network.parameters.flat.copy(from: zip(base, direction).map { $0 + step * $1 })
            let loss = pass.forward(window.contents, lossScale: 4) / 4
            let product = zip(arriving, pass.finalState.values).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
            return (loss + scale * product) / 3
        }
        var numbers = TestNumbers(seed: 4)
        for _ in 0..<3 {
            let direction = numbers.floats(base.count, within: 0.1)
            func difference(_ step: Float) -> Double {
                (objective(direction, step) - objective(direction, -step)) / Double(2 * step)
            }
            // Richardson: free of the third derivative.
            let slope = (4 * difference(1 / 16) - difference(1 / 8)) / 3
            let exact = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let size = gradient.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
            let typical = size * direction.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
            #expect(abs(slope - exact) < 1e-3 * typical / Double(base.count).squareRoot())
        }
    }
}
