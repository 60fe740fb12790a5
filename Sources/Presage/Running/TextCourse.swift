import Layers
import Tasks
import Tensor
import Trainers
import Vocabulary

/// Character-level language modelling, evaluated on the validation part as training goes on and on
/// the test part with the weights that did best there.
struct TextCourse: Course {
    private let task: TextTask
    private let epoch: SequenceBatch
    private let validation: SequenceBatch
    private let configuration: Configuration
    private let diagnosisLength: Int
    /// The batches of a measurement of ceilings.
    private let ceilingBatches: Int
    private let evaluator: Evaluator
    private var positions: [Int] = []
    private var bits: [Double] = []
    private var gap = GeneralizationGap()
    private var gaps: [Double] = []
    /// The lowest validation error so far, and the parameters that had it.
    private var lowest = Double.infinity
    private let best: Parameters

    init(_ task: TextTask, network: RecurrentNetwork, configuration: Configuration) {
        self.task = task
        epoch = task.epoch
        validation = task.validation
        self.configuration = configuration
        diagnosisLength =
            configuration.diagnosedCharacters
        ceilingBatches = configuration.ceilingBatches
        evaluator = Evaluator(network: network, batch: validation.batch, in: Workspace())
        best = network.parameters.zerosLike()
    }

    mutating func nextSequences() -> SequenceBatch { latestSequences }

    var latestSequences: SequenceBatch { epoch }

    mutating func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.integers("positions", &positions)
        try state.reals("bits", &bits, count: positions.count)
        try state.reals("gaps", &gaps, count: positions.count)
        try state.part("gap", &gap)
        try state.real("lowest", &lowest)
        try state.tensor("best", best.flat)
    }

    mutating func evaluate(
        _ network: RecurrentNetwork, at position: Int, pausing: () throws -> Void
    ) throws {
        let error = try evaluator.meanLoss(of: validation, pausing: pausing)
        if error < lowest {
            lowest = error
            best.copy(from: network.parameters)
        }
        positions.append(position)
        bits.append(error)
        gaps.append(gap.close(heldOut: error))
    }

    mutating func take(_ report: StepReport) { gap.add(report) }

    func sequencesToDiagnose(_ item: Int) -> SequenceBatch {
        task.diagnosis(steps: diagnosisLength)
    }

    /// Pieces of the lanes that follow one another.
    func sequencesForCeiling(_ item: Int) -> AnySequence<SequenceBatch> {
        let length = diagnosisLength
        let lanes = task.diagnosis(steps: ceilingBatches * length)
        return AnySequence(
            (0..<ceilingBatches).lazy.map { lanes.part($0 * length..<($0 + 1) * length) })
    }

    func sequences(ofSteps steps: Int) -> SequenceBatch { epoch.prefix(steps) }

    var curveValues: [(quantity: Quantity, value: Double)] { [] }

    var bestParameters: Parameters? { lowest.isFinite ? best : nil }

    mutating func finish(
        _ network: RecurrentNetwork, pausing: () throws -> Void
    ) throws -> [Measurement] {
        guard !bits.isEmpty else { return [] }
        let testBits = try bestParameters.map { best in
            let last = network.parameters.zerosLike()
            last.copy(from: network.parameters)
            network.parameters.copy(from: best)
            defer { network.parameters.copy(from: last) }
            let test = task.test
            return try Evaluator(network: network, batch: test.batch, in: Workspace())
                .meanLoss(of: test, pausing: pausing)
        }
        let evaluation = Coordinate.evaluation(positions, configuration)
        return [
            Measurement(quantity: .bitsPerCharacter, coordinate: evaluation, values: bits),
            Measurement(quantity: .generalizationGap, coordinate: evaluation, values: gaps),
            Measurement(
                quantity: .testBitsPerCharacter, coordinate: nil,
                values: [testBits ?? .nan]),
        ]
    }
}
