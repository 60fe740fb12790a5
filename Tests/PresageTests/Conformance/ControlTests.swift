import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// What the controls of synthetic gradients have to do with one another and with what they control,
/// exactly.
@Suite struct ControlTests {
    /// The parameters after some sequences, the synthesizer's last.
    private func trained(
        _ cell: CellKind, _ method: Method, batch: Int = 3,
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> [Float] {
        let subject = Subject(cell, method, batch: batch, change)
        for seed in 0..<6 {
            subject.train(on: randomSequences(batch: batch, steps: 11, seed: seed))
        }
        return subject.parameters + (subject.interface?.parameters.flat.values ?? [])
    }

    /// Windows of twice the truncation are windows of 2T, or of T + k with k = T.
    @Test(arguments: CellKind.allCases, RemainderRule.allCases)
    func twiceTheTruncationIsTruncationOfTwiceIt(cell: CellKind, remainder: RemainderRule) {
        func run(_ method: Method, _ truncation: Int) -> [Float] {
            trained(cell, method) {
                $0[.truncation] = truncation
                $0[.extraSteps] = truncation
                $0[.remainder] = remainder
            }
        }
        let double = run(.truncatedBPTTDouble, 3)
        #expect(double == run(.truncatedBPTT, 6))
        #expect(double == run(.truncatedBPTTExtra, 3))
        #expect(double != run(.truncatedBPTT, 3))
    }

    /// The oracle's gradient, times one, is the oracle's; times nothing, truncated BPTT.
    @Test(arguments: CellKind.allCases)
    func theScaledOracleIsBetweenTheOracleAndNothing(cell: CellKind) {
        func run(_ scale: Double) -> [Float] {
            trained(cell, .oracleScaled) { $0[.sgScale] = scale }
        }
        #expect(run(1) == trained(cell, .oracle))
        #expect(run(0) == trained(cell, .truncatedBPTT))
        #expect(run(0.5) != run(1) && run(0.5) != run(0))
    }

    private static let exchanging: [Method] = [SynthesizerKind.linear, .mlp, .mlpSkip].flatMap {
        [.permutedSynthetic($0), .meanSynthetic($0)]
    }

    /// A sample alone has nobody to exchange with: whole runs are those of the synthetic gradient.
    @Test(arguments: CellKind.allCases, exchanging)
    func ofOneSampleNothingIsExchanged(cell: CellKind, method: Method) throws {
        let plain = Method.synthetic(try #require(method.synthesizer))
        #expect(trained(cell, method, batch: 1) == trained(cell, plain, batch: 1))
        #expect(trained(cell, method) != trained(cell, plain), "else the test shows nothing")
    }

    /// Captures of a sequence at frozen parameters, with synthesizers that say something.
    private func captures(_ method: Method, batch: Int = 5, seed: Int = 0) -> [WindowCapture] {
        let subject = Subject(.gru, method, batch: batch) {
            $0[.stepPer] = .sequence
            $0[.seed] = seed
        }
        subject.fillSynthesizer()
        return subject.captures(of: randomSequences(batch: batch, steps: 12))
    }

    private func permutation(_ capture: WindowCapture) throws -> [Int] {
        let item = try #require(capture.items.first { $0.path == "permutation" })
        guard case .integers(let numbers) = item.numbers else { return [] }
        return numbers.map(Int.init)
    }

    private func rows(_ numbers: [Float], of batch: Int) -> [[Float]] {
        let width = numbers.count / batch
        return (0..<batch).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
    }

    /// What arrives is the prediction of another sample, to the bit, or the mean of all.
    @Test func whatArrivesIsAnothersOrTheMean() throws {
        let own = captures(.synthetic(.linear)), permuted = captures(.permutedSynthetic(.linear))
        let mean = captures(.meanSynthetic(.linear))
        for window in 0..<2 {
            let ĝ = rows(try #require(own[window].reals("synthetic_gradient")), of: 5)
            let arriving = rows(try #require(permuted[window].reals("synthetic_gradient")), of: 5)
            #expect(arriving == (try permutation(permuted[window])).map { ĝ[$0] })
            #expect(Set(ĝ).count == 5, "else the test shows nothing")
            let average = ĝ[0].indices.map { column in ĝ.reduce(0) { $0 + $1[column] } / 5 }
            for row in rows(try #require(mean[window].reals("synthetic_gradient")), of: 5) {
                #expect(relativeError(row, average) < 1e-6)
            }
        }
        #expect(permuted[2].text("sg_predicted") == "no")
        #expect(own[0].text("sg_rows") == nil && mean[0].text("sg_rows") == "mean")
    }

    /// No sample keeps its own, and one after the other comes round to all.
    @Test(arguments: [2, 3, 7, 32], [0, 1, 2])
    func thePermutationIsOneCycle(batch: Int, seed: Int) throws {
        for capture in captures(.permutedSynthetic(.linear), batch: batch, seed: seed) {
            let next = try permutation(capture)
            var place = 0
            var visited: Set<Int> = []
            while visited.insert(place).inserted { place = next[place] }
            #expect(visited.count == batch && place == 0)
        }
    }

    /// Drawn for every window and for every seed, and all cycles about equally often.
    @Test func permutationsAreDrawnEvenly() throws {
        func drawn(_ seed: Int) throws -> [[Int]] {
            try captures(.permutedSynthetic(.linear), batch: 4, seed: seed).map(permutation)
        }
        #expect(try drawn(3) == drawn(3))
        let windows = try captures(.permutedSynthetic(.linear), batch: 32).map(permutation)
        #expect(Set(windows).count == 3)
        var counts: [[Int]: Int] = [:]
        for seed in 0..<200 { for cycle in try drawn(seed) { counts[cycle, default: 0] += 1 } }
        // Six cycles of four, 600 draws: 100 each, with a standard deviation of 9.
        #expect(counts.count == 6)
        #expect(counts.values.allSatisfy { abs($0 - 100) < 40 }, "\(counts)")
    }

    /// Further steps towards the same target come nearer to it; one step is what there was.
    @Test(arguments: [Method.synthetic(.linear), .permutedSynthetic(.mlpSkip)])
    func furtherStepsGoToTheSameTarget(method: Method) throws {
        func errorAfterwards(_ steps: Int) throws -> Double {
            let subject = Subject(.lstm, method) {
                $0[.synthesizerSteps] = steps
                $0[.optimizer] = .momentum
                $0[.momentum] = 0
                $0[.synthesizerLearningRate] = 0.1
            }
            subject.fillSynthesizer()
            let windows = subject.windows(of: randomSequences(steps: 12))
            _ = subject.session.train(on: windows[0])
            let capture = try #require(
                subject.session.train(on: windows[1], capturing: true).capture)
            let interface = try #require(subject.interface)
            let state = Matrix(rows: 3, columns: 12, try #require(capture.reals("state_in")))
            let target = try #require(capture.reals("synthesizer/target"))
            let prediction = Matrix(rows: 3, columns: 12)
            interface.predict(
                state, at: windows[1].steps.lowerBound, of: windows[1].sequences, into: prediction)
            return zip(prediction.values, target).reduce(0) {
                $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
            }
        }
        let errors = try [1, 2, 5, 20].map(errorAfterwards)
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $1 < 0.99 * $0 }, "\(errors)")
    }
}
