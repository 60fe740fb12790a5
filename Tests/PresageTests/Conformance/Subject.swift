import Layers
import Synthesizers
import Tasks
import Tensor
import TestSupport
import Testing
import Vocabulary

@testable import Presage
@testable import Trainers

/// A cell with a training method. The suites of this folder run over all of them: a cell or a
/// method that is added is covered without another test.
struct Pair: Sendable, CustomTestStringConvertible {
    let cell: CellKind
    let method: Method

    var testDescription: String { "\(cell.rawValue)_\(method.name)" }

    /// Every cell with every method that is defined for it.
    static let all = CellKind.allCases.flatMap { cell in
        Method.allCases.filter { method in
            guard let rule = method.recurrent else { return false }
            return !(rule.spec.isUnitLocal && cell.spec.mixesUnits)
        }.map { Pair(cell: cell, method: $0) }
    }

    /// Every cell with the methods whose rule declares a law.
    static func obeying(_ law: RuleSpec.Law) -> [Pair] {
        all.filter { $0.method.recurrent?.spec.laws.contains(law) == true }
    }

    /// The part of a sequence that the method's rule is given at a time.
    var pace: RuleSpec.Pace? { method.recurrent?.spec.pace }

    /// Every cell with some methods.
    static func of(_ methods: Method...) -> [Pair] { all.filter { methods.contains($0.method) } }
}

extension Configuration {
    /// Gives the settings that a fixture names the values that it has them with.
    mutating func assign(settingsOf fixture: Fixture) throws {
        for (setting, value) in fixture.attributes {
            let name = try #require(SettingName(word: setting), "\(setting)")
            try assign(Assignment(name, try name.definition.parse(value)))
        }
    }
}

/// A session as a cell of a sweep has it, of a small network that reads three symbols and a value.
struct Subject {
    let configuration: Configuration
    let session: RecurrentSession

    init(
        _ cell: CellKind, _ method: Method, batch: Int = 3,
        _ change: (inout Configuration) -> Void = { _ in }
    ) {
        var configuration = Configuration()
        configuration[.cell] = cell
        configuration[.method] = method
        configuration[.units] = 6
        configuration[.batch] = batch
        configuration[.truncation] = 4
        configuration[.synthesizerHidden] = 7
        configuration[.learningRate] = 0.01
        configuration[.synthesizerLearningRate] = 0.003
        configuration[.warmUp] = 2
        change(&configuration)
        self.init(configuration, outputs: 3)
        session.network.initialize(seed: 3, forgetBias: 1)
    }

    /// The configuration's session with a network of zeros.
    init(_ configuration: Configuration, symbols: Int = 3, outputs: Int) {
        self.configuration = configuration
        let network = RecurrentNetwork(
            cell: configuration[.cell].type, symbols: symbols, values: 1,
            units: configuration[.units], outputs: outputs)
        session = configuration.session(network, in: Workspace())
    }

    init(_ pair: Pair, batch: Int = 3, _ change: (inout Configuration) -> Void = { _ in }) {
        self.init(pair.cell, pair.method, batch: batch, change)
    }

    /// A session whose parameters stay over a sequence, with a synthesizer that predicts something.
    static func frozen(
        _ cell: CellKind, _ method: Method, _ change: (inout Configuration) -> Void = { _ in }
    ) -> Subject {
        let subject = Subject(cell, method) {
            $0[.stepPer] = .sequence
            $0[.sgScale] = 0.7
            change(&$0)
        }
        subject.fillSynthesizer()
        return subject
    }

    func windows(of sequences: SequenceBatch) -> [Window] {
        Array(session.rule.pace.windows(of: sequences, schedule: configuration.schedule))
    }

    /// Trains on all windows of `sequences`.
    @discardableResult
    func train(on sequences: SequenceBatch, capturing: Bool = false) -> [StepReport] {
        windows(of: sequences).map { session.train(on: $0, capturing: capturing) }
    }

    /// Captures of all windows of `sequences`.
    func captures(of sequences: SequenceBatch) -> [WindowCapture] {
        train(on: sequences, capturing: true).compactMap(\.capture)
    }

    var parameters: [Float] { session.network.parameters.flat.values }

    /// The interface of the rule; nil without a synthesizer.
    var interface: DecoupledNeuralInterface? { (session.rule as? SyntheticGradientBPTT)?.interface }

    /// Fills the synthesizer with random parameters, uniform in ±`bound`.
    func fillSynthesizer(within bound: Float = 0.3) {
        var numbers = TestNumbers(seed: 9)
        guard let parameters = interface?.parameters else { return }
        parameters.flat.copy(from: numbers.floats(parameters.count, within: bound))
    }
}

/// Sequences of random symbols with gaps and random values, some outputs not scored.
func randomSequences(batch: Int = 3, steps: Int, seed: Int = 1) -> SequenceBatch {
    var numbers = TestNumbers(seed: UInt64(seed))
    func draw() -> [Int32] {
        (0..<batch * steps).map { _ in Int32.random(in: -1..<3, using: &numbers) }
    }
    return SequenceBatch(
        batch: batch, inputs: draw(), targets: draw(), values: numbers.floats(batch * steps),
        valueChannels: 1, lossScale: 4)
}

extension WindowCapture {
    /// The numbers of a tensor, or of all tensors of a group, end to end; nil when there is none.
    func reals(_ path: String) -> [Float]? {
        let found = items.filter { $0.path == path || $0.path.hasPrefix(path + "/") }
        let numbers = found.flatMap { item -> [Float] in
            switch item.numbers {
            case .reals(let values): values
            case .real(let value): [Float(value)]
            case .integers: []
            }
        }
        return found.isEmpty ? nil : numbers
    }

    /// The text recorded under a name; nil when there is none.
    func text(_ name: String) -> String? {
        for case (name, .text(let text)) in facts { return text }
        return nil
    }
}
