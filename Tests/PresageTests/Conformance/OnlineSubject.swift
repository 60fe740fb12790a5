import Layers
import Optimizers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// A learning rule that takes a step at a time, with the cells it is defined for.
struct OnlineRule: Sendable {
    /// As a capture notes it.
    let name: String
    let cells: [CellKind]
    let make: @Sendable (_ context: RuleContext, _ seed: Int) -> any LearningRule

    init(
        _ name: String, cells: [CellKind] = CellKind.allCases,
        _ make: @escaping @Sendable (_ context: RuleContext, _ seed: Int) -> any LearningRule
    ) {
        self.name = name
        self.cells = cells
        self.make = make
    }

    /// The cells of which every parameter reaches one unit only within a step.
    static let unitwise = CellKind.allCases.filter { $0.type.facts.isUnitwise }

    static let rtrl = OnlineRule("rtrl") { context, _ in RTRL(context) }
    static let snap1 = OnlineRule("snap1", cells: unitwise) { context, _ in SnAp1(context) }
    static let uoro = OnlineRule("uoro") { UORO($0, seed: $1) }
}

/// A rule with a cell it is defined for.
struct OnlinePair: Sendable, CustomTestStringConvertible {
    let cell: CellKind
    let rule: OnlineRule

    var testDescription: String { "\(cell.rawValue)_\(rule.name)" }

    static func of(_ rules: OnlineRule...) -> [OnlinePair] {
        rules.flatMap { rule in rule.cells.map { OnlinePair(cell: $0, rule: rule) } }
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
        self.init(cell, batch: batch, stepPer: stepPer) { rule.make($0, 1) }
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
