import Layers
import Optimizers
import Synthesizers
import Tasks
import Tensor
import TestSupport

@testable import Trainers

/// Sequences of random symbols with gaps, some outputs not scored.
func randomSequences(batch: Int, steps: Int, symbols: Int = 3, seed: UInt64 = 1) -> SequenceBatch {
    var numbers = TestNumbers(seed: seed)
    func draw() -> [Int32] {
        (0..<batch * steps).map { _ in Int32.random(in: -1..<Int32(symbols), using: &numbers) }
    }
    return SequenceBatch(batch: batch, inputs: draw(), targets: draw(), lossScale: 4)
}

/// The training methods by name, each on a small fresh network.
func makeTrainer(
    _ method: String, batch: Int = 3, units: Int = 6, capacity: Int = 4,
    switches: TrainingSwitches = TrainingSwitches(), hidden: Int = 7
) -> any Trainer {
    let workspace = Workspace()
    let network = RecurrentNetwork(symbols: 3, units: units, outputs: 3)
    network.initialize(seed: 3, forgetBias: 1)
    let core = RecurrentCore(
        network: network, batch: batch, capacity: capacity, optimizer: Adam(learningRate: 0.01),
        clip: GlobalNormClip(norm: 0), switches: switches, in: workspace)
    let synthesizer: any Synthesizer
    switch method {
    case "bptt": return FullBPTT(core)
    case "truncated_bptt": return TruncatedBPTT(core)
    case "oracle": return OracleGradientBPTT(core, capacity: capacity, in: workspace)
    case "sg_zero": synthesizer = ZeroSynthesizer()
    case "sg_linear": synthesizer = LinearSynthesizer(width: 2 * units)
    default:
        synthesizer = MLPSynthesizer(
            width: 2 * units, hidden: hidden, hasSkip: method == "sg_mlp_skip", batch: batch,
            seed: 3, in: workspace)
    }
    return SyntheticGradientBPTT(
        core, synthesizer: synthesizer, optimizer: Adam(learningRate: 0.003),
        clip: GlobalNormClip(norm: 0), in: workspace)
}

extension Trainer {
    /// Trains on all windows of `sequences` and returns the reports.
    @discardableResult
    func train(
        on sequences: SequenceBatch, truncation: Int,
        remainder: WindowSchedule.Remainder = .first
    ) -> [StepReport] {
        let schedule = WindowSchedule(truncation: truncation, remainder: remainder)
        return schedule.windows(of: sequences).map { train(on: $0, capturing: false) }
    }

    var parameters: [Float] { core.network.parameters.flat.values }
}
