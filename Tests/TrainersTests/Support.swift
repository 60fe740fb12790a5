import Layers
import Optimizers
import Tasks
import Tensor
import TestSupport

@testable import Trainers

/// Sequences of random symbols with gaps, some outputs not scored.
func randomSequences(batch: Int, steps: Int, seed: UInt64 = 1) -> SequenceBatch {
    var numbers = TestNumbers(seed: seed)
    func draw() -> [Int32] {
        (0..<batch * steps).map { _ in Int32.random(in: -1..<3, using: &numbers) }
    }
    return SequenceBatch(batch: batch, inputs: draw(), targets: draw(), lossScale: 4)
}

/// A session of truncated BPTT with a small fresh network.
func makeSession(
    capacity: Int = 4, options: TrainingOptions = TrainingOptions()
) -> RecurrentSession {
    let network = RecurrentNetwork(symbols: 3, units: 6, outputs: 3)
    network.initialize(seed: 3, forgetBias: 1)
    let context = RuleContext(
        network: network, batch: 3, capacity: capacity, options: options, in: Workspace())
    return RecurrentSession(context, BPTT(per: .window), optimizer: Adam(learningRate: 0.01))
}

extension RecurrentSession {
    /// Trains on all windows of `sequences` and returns the reports.
    @discardableResult
    func train(
        on sequences: SequenceBatch, truncation: Int,
        remainder: WindowSchedule.Remainder = .first
    ) -> [StepReport] {
        let schedule = WindowSchedule(truncation: truncation, remainder: remainder)
        return schedule.windows(of: sequences).map { train(on: $0) }
    }

    var networkParameters: [Float] { network.parameters.flat.values }
}
