import Tasks
import Tensor
import TestSupport
import Testing

@testable import Trainers

/// What must hold exactly between the methods, whatever is trained.
@Suite struct EqualityTests {
    private static let perSequence: TrainingSwitches = {
        var switches = TrainingSwitches()
        switches.stepPer = .sequence
        return switches
    }()

    /// E1: with windows as long as the sequence or longer, truncated BPTT is full BPTT.
    @Test(arguments: [9, 10, 64])
    func e1TruncatedBPTTWithLongWindowsIsFullBPTT(truncation: Int) {
        let (full, truncated) = (makeTrainer("bptt"), makeTrainer("truncated_bptt"))
        for seed in 0..<6 {
            let sequences = randomSequences(batch: 3, steps: 9, seed: UInt64(seed))
            _ = full.train(on: Window(sequences, steps: 0..<9), capturing: false)
            truncated.train(on: sequences, truncation: truncation)
        }
        #expect(truncated.parameters == full.parameters)
        #expect(truncated.core.updates == 6)
        let shorter = makeTrainer("truncated_bptt")
        shorter.train(on: randomSequences(batch: 3, steps: 9, seed: 0), truncation: 8)
        #expect(shorter.core.updates == 2, "a shorter window is another thing")
    }

    /// E2: a zero synthesizer, never trained, is truncated BPTT to the last bit of a whole run.
    @Test(arguments: [1, 2, 5], WindowSchedule.Remainder.allCases)
    func e2ZeroSynthesizerIsTruncatedBPTT(
        truncation: Int, remainder: WindowSchedule.Remainder
    ) {
        let (zero, truncated) = (makeTrainer("sg_zero"), makeTrainer("truncated_bptt"))
        for seed in 0..<20 {
            let sequences = randomSequences(batch: 3, steps: 11, seed: UInt64(seed))
            let ours = zero.train(on: sequences, truncation: truncation, remainder: remainder)
            let theirs = truncated.train(
                on: sequences, truncation: truncation, remainder: remainder)
            #expect(ours.map(\.loss) == theirs.map(\.loss))
        }
        #expect(zero.parameters == truncated.parameters)
        #expect(zero.core.updates > 20)
    }

    /// The summed gradients of a sequence's windows, parameters frozen, per parameter.
    private func summedGradients(_ method: String, truncation: Int) -> [Float] {
        let trainer = makeTrainer(method, switches: Self.perSequence)
        let sequences = randomSequences(batch: 3, steps: 13)
        var gradients: [Float] = []
        for window in WindowSchedule(truncation: truncation, remainder: .first).windows(
            of: sequences)
        {
            let report = trainer.train(on: window, capturing: true)
            if window.isLast {
                gradients = report.capture?.tensors(under: "gradients") ?? []
            }
        }
        return gradients
    }

    /// E3: with the exact future gradient at the boundary, parameters frozen over the sequence, the
    /// windows' gradients sum to full BPTT's at every T.
    @Test(arguments: 1...13)
    func e3OracleGradientsSumToFullBPTT(truncation: Int) {
        let full = summedGradients("bptt", truncation: 13)
        let oracle = summedGradients("oracle", truncation: truncation)
        #expect(full.count > 200)
        #expect(relativeError(oracle, full) < 1e-5)
        if truncation < 7 {
            let truncated = summedGradients("truncated_bptt", truncation: truncation)
            #expect(relativeError(truncated, full) > 1e-3, "else the test shows nothing")
        }
    }

    /// E6: a batch repeated changes no gradient, no synthesizer loss, no step.
    @Test(arguments: ["truncated_bptt", "sg_linear", "sg_mlp_skip", "oracle"])
    func e6RepeatingTheBatchChangesNothing(method: String) throws {
        let (single, double) = (makeTrainer(method, batch: 3), makeTrainer(method, batch: 6))
        for seed in 0..<5 {
            let sequences = randomSequences(batch: 3, steps: 10, seed: UInt64(seed))
            let repeated = SequenceBatch(
                batch: 6, inputs: twice(sequences.inputs, rowsOf: 3),
                targets: twice(sequences.targets, rowsOf: 3), lossScale: 4)
            let once = single.train(on: sequences, truncation: 4)
            let again = double.train(on: repeated, truncation: 4)
            for (a, b) in zip(once, again) {
                #expect(abs(2 * a.loss / b.loss - 1) < 1e-5)
                #expect(abs(a.gradientNorm / b.gradientNorm - 1) < 1e-4)
                let losses = (a.boundary.synthesizerLoss, b.boundary.synthesizerLoss)
                #expect((losses.0 == nil) == (losses.1 == nil))
                if let mine = losses.0, let other = losses.1 {
                    #expect(abs(mine / other - 1) < 1e-4)
                }
            }
        }
        #expect(relativeError(double.parameters, single.parameters) < 1e-4)
    }

    /// Every row of `batch` numbers followed by itself.
    private func twice(_ rows: [Int32], rowsOf batch: Int) -> [Int32] {
        stride(from: 0, to: rows.count, by: batch).flatMap {
            Array(rows[$0..<$0 + batch]) + Array(rows[$0..<$0 + batch])
        }
    }
}

extension WindowCapture {
    /// The numbers of all tensors of a group, end to end.
    func tensors(under group: String) -> [Float] {
        items.filter { $0.path.hasPrefix(group + "/") }.flatMap { item -> [Float] in
            guard case .reals(let values) = item.numbers else { return [] }
            return values
        }
    }
}
