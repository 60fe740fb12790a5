import Layers
import Optimizers
import Tasks
import Tensor
import TestSupport
import Testing

@testable import Presage
@testable import Trainers

/// The rules of these tests: those that take a step at a time, and full BPTT to compare with.
enum OnlineRule: String, CaseIterable, Sendable {
    case rtrl, snap1, uoro

    static let deterministic = [rtrl, snap1]

    func isDefined(for cell: CellKind) -> Bool {
        switch self {
        case .rtrl, .uoro: true
        case .snap1: cell != .lstmLayerNorm
        }
    }

    func make(_ context: RuleContext, seed: Int) -> any LearningRule {
        switch self {
        case .rtrl: RTRL(context)
        case .snap1: SnAp1(context)
        case .uoro: UORO(context, seed: seed)
        }
    }
}

/// A session of a small network that reads three symbols and a value.
struct OnlineSubject {
    let session: RecurrentSession

    /// - Parameter rule: makes the rule; full BPTT without one.
    init(
        _ cell: CellKind, batch: Int = 3, units: Int = 5,
        stepPer: TrainingOptions.StepPer = .window,
        _ rule: (RuleContext) -> any LearningRule = { _ in FullBPTT() }
    ) {
        let network = RecurrentNetwork(
            cell: cell.type, symbols: 3, values: 1, units: units, outputs: 3)
        network.initialize(seed: 3, forgetBias: 1)
        var options = TrainingOptions()
        options.stepPer = stepPer
        let context = RuleContext(
            network: network, batch: batch, capacity: 1, options: options, in: Workspace())
        session = RecurrentSession(
            context, rule(context), optimizer: Adam(learningRate: 0.01))
    }

    init(
        _ cell: CellKind, _ rule: OnlineRule, batch: Int = 3,
        stepPer: TrainingOptions.StepPer = .window
    ) {
        self.init(cell, batch: batch, stepPer: stepPer) { rule.make($0, seed: 1) }
    }

    var network: RecurrentNetwork { session.network }

    func windows(of sequences: SequenceBatch) -> [Window] {
        let schedule = WindowSchedule(truncation: 1, remainder: .first)
        return Array(session.rule.pace.windows(of: sequences, schedule: schedule))
    }

    /// Trains on all windows of `sequences`.
    @discardableResult
    func train(on sequences: SequenceBatch, capturing: Bool = false) -> [StepReport] {
        windows(of: sequences).map { session.train(on: $0, capturing: capturing) }
    }

    /// The gradient that the last window of `sequences` steps with.
    func gradient(_ sequences: SequenceBatch) throws -> [Float] {
        let last = try #require(train(on: sequences, capturing: true).last?.capture)
        return try #require(last.reals("gradients"))
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
