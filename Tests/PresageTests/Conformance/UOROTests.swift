import Layers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// UORO is noisy and unbiased.
@Suite struct UOROTests {
    private static let (draws, copies) = (64, 192)

    /// The mean of 12,288 estimates is RTRL's gradient to within its standard error.
    @Test(arguments: CellKind.allCases)
    func theMeanEstimateIsRTRLs(cell: CellKind) throws {
        let sequence = randomSequences(batch: 1, steps: 4, seed: 5)
        let exact = try OnlineSubject(cell, batch: 1, units: 3, stepPer: .sequence) { RTRL($0) }
            .gradient(sequence)
        let repeated = sequence.repeated(Self.copies)
        let estimates = try (0..<Self.draws).map { seed in
            try OnlineSubject(cell, batch: Self.copies, units: 3, stepPer: .sequence) {
                UORO($0, seed: seed)
            }.gradient(repeated)
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
        print("UORO \(cell): relative variance \(variance / size), largest error \(largest) se")
        #expect(largest < 4.5)
        #expect(variance / size > 0.1, "else the test shows nothing")
    }

    /// The signs are the run's: another seed is another estimate, the same seed the same.
    @Test func theSeedDecidesTheSigns() throws {
        func gradient(_ seed: Int) throws -> [Float] {
            try OnlineSubject(.lstm, stepPer: .sequence) { UORO($0, seed: seed) }
                .gradient(randomSequences(steps: 5))
        }
        #expect(try gradient(1) == gradient(1))
        #expect(try gradient(1) != gradient(2))
    }

    /// The tangents captured before a step, the signs and the step's own Jacobians give its
    /// gradient.
    @Test func theSignsAreThoseOfTheStep() throws {
        let subject = OnlineSubject(.gru, .uoro)
        let reports = subject.train(on: randomSequences(steps: 3), capturing: true)
        for (item, report) in reports.enumerated() {
            var stream = RandomStream(seed: 1, purpose: .rankOneNoise, item: item)
            let signs = (0..<15).map { _ -> Float in stream.next() & 1 == 1 ? 1 : -1 }
            #expect(try #require(report.capture?.reals("rule/noise")) == signs)
        }
    }
}
