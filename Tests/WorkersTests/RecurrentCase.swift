import Layers
import Optimizers
import Synthesizers
import Tasks
import Tensor
import TestSupport
import Trainers
import Workers

/// A recurrent network on random sequences, drawn at random, that can be built any number of times.
struct RecurrentCase {
    var lanes = 3
    var truncation = 4
    var isSynthetic = true
    var isMLP = false
    var seed = 1
    /// The windows of a sequence.
    var windows = 5

    init(_ numbers: inout TestNumbers, synthetic: Bool? = nil) {
        lanes = Int.random(in: 1...4, using: &numbers)
        truncation = Int.random(in: 1...5, using: &numbers)
        isSynthetic = synthetic ?? Bool.random(using: &numbers)
        isMLP = Bool.random(using: &numbers)
        seed = Int.random(in: 1..<1000, using: &numbers)
        windows = Int.random(in: 2...6, using: &numbers)
    }

    /// - Parameters:
    ///   - lanes: sequences; nil: as many as one worker has.
    ///   - rate: factor of the step sizes.
    func session(
        lanes: Int? = nil, perSequence: Bool = false, rate: Double = 1
    ) -> RecurrentSession {
        let network = RecurrentNetwork(symbols: 3, units: 5, outputs: 3)
        network.initialize(seed: seed, forgetBias: 1)
        var options = TrainingOptions()
        options.carriesState = true
        options.sequenceEnd = .predicted
        options.stepPer = perSequence ? .sequence : .window
        let workspace = Workspace()
        let context = RuleContext(
            network: network, batch: lanes ?? self.lanes, capacity: truncation, options: options,
            in: workspace)
        return RecurrentSession(
            context, rule(context, rate: rate),
            optimizer: Momentum(learningRate: 0.2 * rate, momentum: 0.9))
    }

    private func rule(_ context: RuleContext, rate: Double) -> any LearningRule {
        guard isSynthetic else { return BPTT(per: .window) }
        let optimizer = Momentum(learningRate: 0.3 * rate, momentum: 0.9)
        let interface = DecoupledNeuralInterface(context, optimizer: optimizer) { inputs in
            let synthesizer: any Synthesizer =
                isMLP
                ? MLPSynthesizer(
                    .init(
                        inputs: inputs, hidden: 4, width: inputs, hasSkip: true,
                        batch: context.batch), seed: seed, in: context.workspace)
                : LinearSynthesizer(inputs: inputs, width: inputs)
            return synthesizer
        }
        return SyntheticGradientBPTT(context, interface)
    }

    /// The sequences of some lanes out of `count`, number `number` in their order.
    func sequences(
        _ number: Int, lanes range: Range<Int>? = nil, of count: Int? = nil, windows: Int? = nil
    ) -> SequenceBatch {
        let all = count ?? lanes
        let lanes = range ?? 0..<all
        let steps = (windows ?? self.windows) * truncation
        var numbers = TestNumbers(seed: UInt64(seed * 1000 + number))
        func draw(from lowest: Int32) -> [Int32] {
            let drawn = (0..<steps * all).map { _ in Int32.random(in: lowest..<3, using: &numbers) }
            return (0..<steps).flatMap { step in lanes.map { drawn[step * all + $0] } }
        }
        return SequenceBatch(
            batch: lanes.count, inputs: draw(from: 0), targets: draw(from: 0), lossScale: 2)
    }

    /// Window number `number` of sequences that follow one another.
    func window(
        _ number: Int, lanes: Range<Int>? = nil, of count: Int? = nil, windows: Int? = nil
    ) -> Window {
        let each = windows ?? self.windows
        let place = number % each
        return Window(
            sequences(number / each, lanes: lanes, of: count, windows: each),
            steps: place * truncation..<(place + 1) * truncation)
    }

    /// The stage of a worker, and the session under it.
    func worker(
        _ worker: Int, _ parallelism: Parallelism, rate: Double = 1, windows: Int? = nil
    ) -> (stage: WindowStage, session: RecurrentSession) {
        let workers = parallelism.workers
        let session = session(rate: rate)
        let stage = WindowStage(session, worker: worker, parallelism) { update in
            parallelism.mode == .windows
                ? window(update * workers + worker, windows: windows)
                : window(
                    update, lanes: worker * lanes..<(worker + 1) * lanes, of: workers * lanes,
                    windows: windows)
        }
        return (stage, session)
    }
}
