import Layers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// E4: the two λ, mixing and BP(λ), at their ends and against each other. Parameters are frozen over
/// the sequence wherever windows of different lengths are compared.
@Suite struct LambdaTests {
    private let sequences = randomSequences(steps: 11)

    /// Mixing λ = 1 is the window with a synthetic gradient at its end only, put together by hand.
    @Test(arguments: Pair.of(.synthetic(.linear), .synthetic(.mlpSkip)))
    func e4MixingOneIsASyntheticGradientAtTheEnd(pair: Pair) throws {
        let subject = Subject.frozen(pair.cell, pair.method) { $0[.mixingLambda] = 1 }
        let window = subject.windows(of: sequences)[0]
        let capture = try #require(subject.session.train(on: window, capturing: true).capture)
        let network = subject.session.network
        let pass = WindowPass(network: network, batch: 3, capacity: 4, in: Workspace())
        _ = pass.forward(window.contents, lossScale: 4)
        let prediction = Matrix(rows: 3, columns: network.stateWidth)
        subject.interface?.synthesizer.predict(pass.finalState, into: prediction, auxiliary: nil)
        pass.stateGradient.add(prediction, scaledBy: 0.7)
        let gradients = network.zerosLike()
        pass.backward(into: gradients)
        let ours = try #require(capture.reals("gradients")).map { 3 * $0 }
        #expect(relativeError(ours, gradients.parameters.flat.values) < 1e-6)
        #expect(prediction.sumOfSquares > 0.01)
    }

    /// Mixing λ = 0 is a synthetic gradient at every step: windows of one step.
    @Test(arguments: Pair.of(.synthetic(.linear), .synthetic(.mlpSkip)))
    func e4MixingZeroIsASyntheticGradientAStep(pair: Pair) throws {
        let mixed = Subject.frozen(pair.cell, pair.method) { $0[.mixingLambda] = 0 }
        let single = Subject.frozen(pair.cell, pair.method) { $0[.truncation] = 1 }
        try expectEqualSums(mixed, single, ["gradients", "synthesizer/gradients"])
        let whole = Subject.frozen(pair.cell, pair.method) { $0[.mixingLambda] = 1 }
        let again = Subject.frozen(pair.cell, pair.method) { $0[.truncation] = 1 }
        let (a, b) = (try sums(whole, "gradients"), try sums(again, "gradients"))
        #expect(relativeError(a, b) > 1e-3, "else the test shows nothing")
    }

    /// BP(λ) with λ = 0, γ = 1 is the one-step bootstrap.
    @Test(arguments: Pair.of(.bpLambda(.linear), .bpLambdaOnline))
    func e4ReturnLambdaZeroIsTheBootstrap(pair: Pair) throws {
        let lambda = Subject.frozen(pair.cell, pair.method) { $0[.returnLambda] = 0 }
        let bootstrap = Subject.frozen(pair.cell, .synthetic(.linear)) { $0[.truncation] = 1 }
        let (ours, theirs) = (lambda.captures(of: sequences), bootstrap.captures(of: sequences))
        func numbers(_ captures: [WindowCapture], _ window: Int, _ path: String) throws -> [Float] {
            try #require(captures[window].reals("synthesizer/" + path))
        }
        let summed = try numbers(theirs, 10, "gradients")
        #expect(relativeError(try numbers(ours, 2, "gradients"), summed) < 1e-5)
        // Windows of four steps start at 3 and 7.
        for (window, step) in [(1, 3), (2, 7)] {
            let target = try numbers(theirs, step, "target")
            #expect(relativeError(try numbers(ours, window, "target"), target) < 1e-5)
        }
    }

    /// BP(λ) with λ = 1, γ = 1 has the exact future gradient as its target.
    @Test(arguments: Pair.of(.bpLambda(.linear), .bpLambda(.mlpSkip)))
    func e4ReturnLambdaOneIsTheExactGradient(pair: Pair) throws {
        let lambda = Subject.frozen(pair.cell, pair.method) { $0[.returnLambda] = 1 }
        let oracle = Subject.frozen(pair.cell, .oracle) { $0[.sgScale] = 1 }
        let captures = zip(lambda.captures(of: sequences), oracle.captures(of: sequences))
        for (ours, exact) in captures.dropFirst() {
            let target = try #require(ours.reals("synthesizer/target"))
            let gradient = try #require(exact.reals("boundary_gradient"))
            #expect(relativeError(target, gradient) < 1e-5)
        }
    }

    /// The online updates of accumulate BP(λ) sum to those of the forward view; only with a scale of
    /// 1 is a return made of temporal differences.
    @Test(arguments: CellKind.allCases, [0.0, 0.6, 1.0])
    func e4AccumulatedUpdatesSumToTheForwardView(cell: CellKind, lambda: Double) throws {
        for (truncation, discount) in [(1, 1.0), (4, 0.9), (11, 0.8)] {
            let subjects = [Method.bpLambdaOnline, .bpLambda(.linear)].map { method in
                Subject.frozen(cell, method) {
                    $0[.returnLambda] = lambda
                    $0[.sgScale] = 1
                    $0[.discount] = discount
                    $0[.truncation] = truncation
                }
            }
            try expectEqualSums(subjects[0], subjects[1], ["synthesizer/gradients"])
        }
    }

    /// The sums over the sequence, taken at its last window.
    private func sums(_ subject: Subject, _ group: String) throws -> [Float] {
        let last = try #require(subject.captures(of: sequences).last)
        return try #require(last.reals(group))
    }

    private func expectEqualSums(_ a: Subject, _ b: Subject, _ groups: [String]) throws {
        let ours = try #require(a.captures(of: sequences).last)
        let theirs = try #require(b.captures(of: sequences).last)
        for group in groups {
            let (mine, other) = (
                try #require(ours.reals(group)), try #require(theirs.reals(group))
            )
            #expect(relativeError(mine, other) < 1e-5, "\(group)")
            #expect(other.contains { abs($0) > 1e-4 }, "else the test shows nothing")
        }
    }
}
