import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// Rules with random estimates: noisy, and right on average.
@Suite struct UnbiasedRuleTests {
    private static let (draws, copies) = (64, 192)

    private func gradient(
        _ cell: CellKind, _ method: Method, seed: Int, of sequences: SequenceBatch
    ) throws -> [Float] {
        let subject = Subject(cell, method, batch: sequences.batch) {
            $0[.units] = 3
            $0[.seed] = seed
            $0[.stepPer] = .sequence
        }
        let last = try #require(subject.captures(of: sequences).last)
        return try #require(last.reals("gradients"))
    }

    /// The mean of 12,288 estimates is RTRL's gradient to within its standard error.
    @Test(arguments: Pair.obeying(.unbiased))
    func theMeanEstimateIsRTRLs(pair: Pair) throws {
        let sequence = randomSequences(batch: 1, steps: 4, seed: 5)
        let exact = try gradient(pair.cell, .rule(.rtrl), seed: 0, of: sequence)
        let repeated = sequence.repeated(Self.copies)
        let estimates = try (0..<Self.draws).map { seed in
            try gradient(pair.cell, pair.method, seed: seed, of: repeated)
        }
        var (largest, variance, size) = (0.0, 0.0, 0.0)
        for (index, value) in exact.enumerated() {
            let numbers = estimates.map { Double($0[index]) }
            let mean = numbers.reduce(0, +) / Double(Self.draws)
            let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let spread = squares / Double(Self.draws - 1)
            let error = abs(mean - Double(value))
            // Rounding where there is no chance: the read-out, inputs that never come.
            let expected = (spread / Double(Self.draws)).squareRoot() + 1e-6
            largest = max(largest, error / expected)
            variance += spread * Double(Self.copies)
            size += Double(value) * Double(value)
        }
        print(
            "\(pair.testDescription): relative variance \(variance / size), largest error "
                + "\(largest) standard errors")
        #expect(largest < 4.5)
        #expect(variance / size > 0.1, "else the test shows nothing")
    }

    /// Another seed is another estimate, the same seed the same.
    @Test(arguments: Pair.obeying(.unbiased))
    func theSeedDecides(pair: Pair) throws {
        func estimate(_ seed: Int) throws -> [Float] {
            try gradient(pair.cell, pair.method, seed: seed, of: randomSequences(steps: 5))
        }
        #expect(try estimate(1) == estimate(1))
        #expect(try estimate(1) != estimate(2))
    }

    /// UORO's signs are drawn by the run's seed and the number of the step.
    @Test func theSignsAreThoseOfTheStep() throws {
        let subject = Subject(.gru, .rule(.uoro)) { $0[.seed] = 1 }
        let reports = subject.train(on: randomSequences(steps: 3), capturing: true)
        for (item, report) in reports.enumerated() {
            var stream = RandomStream(seed: 1, purpose: .rankOneNoise, item: item)
            let signs = (0..<18).map { _ -> Float in stream.next() & 1 == 1 ? 1 : -1 }
            #expect(try #require(report.capture?.reals("rule/noise")) == signs)
        }
    }
}

extension SequenceBatch {
    /// Every sequence `count` times.
    func repeated(_ count: Int) -> SequenceBatch {
        func copies<Number>(_ numbers: [Number], width: Int) -> [Number] {
            let size = batch * width
            return stride(from: 0, to: numbers.count, by: max(1, size)).flatMap { start in
                (0..<count).flatMap { _ in numbers[start..<start + size] }
            }
        }
        return SequenceBatch(
            batch: count * batch, inputs: copies(inputs, width: 1),
            targets: copies(targets, width: 1), values: copies(values, width: valueChannels),
            valueChannels: valueChannels, targetValues: copies(targetValues, width: targetWidth),
            targetWidth: targetWidth, lossScale: lossScale)
    }
}
