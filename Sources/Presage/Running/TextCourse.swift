import Layers
import Sweeps
import Tasks
import Tensor
import Trainers

/// Character-level language modelling, evaluated on the validation part as training goes on and on
/// the test part with the weights that did best there.
struct TextCourse: Course {
    private static let validation = Variable(
        name: Measure.bitsPerCharacter.variable, longName: "validation bits per character",
        units: "bits")
    private static let test = Variable(
        name: Measure.testBitsPerCharacter.variable,
        longName: "test bits per character at the lowest validation error", units: "bits")

    private let task: TextTask
    private let evaluator: Evaluator
    private var positions: [Int] = []
    private var bits: [Double] = []
    /// The weights at the lowest validation error so far.
    private let best: Parameters

    init(_ task: TextTask, network: RecurrentNetwork, batch: Int) {
        self.task = task
        evaluator = Evaluator(network: network, batch: batch, in: Workspace())
        best = network.parameters.emptyTwin()
    }

    mutating func nextSequences() -> SequenceBatch { task.epoch }

    mutating func evaluate(_ network: RecurrentNetwork, at position: Int) {
        let error = evaluator.bits(of: task.validation)
        if error < bits.min() ?? .infinity { best.copy(from: network.parameters) }
        positions.append(position)
        bits.append(error)
    }

    var curveValues: [(curve: Variable, value: Double)] { [] }

    mutating func finish(_ network: RecurrentNetwork) -> [Measurement] {
        guard !bits.isEmpty else { return [] }
        let last = network.parameters.emptyTwin()
        last.copy(from: network.parameters)
        network.parameters.copy(from: best)
        let testBits = evaluator.bits(of: task.test)
        network.parameters.copy(from: last)
        return [
            Measurement(variable: Self.validation, positions: positions, values: bits),
            Measurement(variable: Self.test, positions: nil, values: [testBits]),
        ]
    }
}
