import Optimizers
import Synthesizers
import Tasks
import Tensor

/// A synthesizer at the boundaries of windows: what it sees, what it says, and how it is taught.
///
/// Source: Jaderberg et al. 2017, section 2.
public final class DecoupledNeuralInterface {
    /// How it is used, first value the default.
    public struct Options: Sendable {
        /// How many coming targets, as one-hot vectors, the synthesizer sees beside the state
        /// (cDNI); 0: none.
        public var conditionSteps = 0
        /// Weight of the auxiliary head's loss; nil: no such head.
        public var auxiliaryWeight: Double?
        /// After how many of its steps the copy that supplies the bootstrapped part of the targets
        /// is renewed; 0: there is none, the live synthesizer does.
        public var copyEvery = 0

        public init() {}
    }

    public let options: Options
    private(set) var learner: Learner
    let synthesizer: any Synthesizer
    /// The frozen copy.
    let copy: (any Synthesizer)?
    private let regression: SynthesizerRegression
    /// [state, condition] of a conditioned synthesizer.
    private let conditionedInput: Matrix?
    private let width: Int
    /// The mean squared errors since the window began.
    private(set) var loss = RunningMean()
    private(set) var auxiliaryLoss = RunningMean()
    /// Whether there are gradients it has not stepped with.
    private var hasGradients = false

    /// - Parameter makeSynthesizer: builds the synthesizer for the width of its inputs.
    public init(
        _ core: RecurrentCore, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling(), options: Options = Options(),
        in workspace: Workspace, _ makeSynthesizer: (_ inputs: Int) -> any Synthesizer
    ) {
        self.options = options
        width = core.network.stateWidth
        let inputs = width + options.conditionSteps * core.network.outputs
        synthesizer = makeSynthesizer(inputs)
        copy = options.copyEvery > 0 ? synthesizer.zerosLike() : nil
        copy?.parameters.copy(from: synthesizer.parameters)
        learner = Learner(
            synthesizer.parameters, gradients: synthesizer.gradients, optimizer: optimizer,
            scaling: scaling)
        regression = SynthesizerRegression(
            synthesizer, batch: core.batch, width: width, in: workspace)
        conditionedInput =
            options.conditionSteps > 0 ? workspace.matrix(core.batch, inputs) : nil
    }

    /// The synthesizer's tensors, aliased.
    public var parameters: Parameters { synthesizer.parameters }

    /// Writes ĝ for `state`, the state of `sequences` before step `step`.
    public func predict(
        _ state: Matrix, at step: Int, of sequences: SequenceBatch, into prediction: Matrix
    ) {
        synthesizer.predict(
            input(state, at: step, of: sequences), into: prediction, auxiliary: nil)
    }

    /// The same as it enters a target: the frozen copy's where there is one.
    func predictBootstrap(
        _ state: Matrix, at step: Int, of sequences: SequenceBatch, into prediction: Matrix
    ) {
        (copy ?? synthesizer).predict(
            input(state, at: step, of: sequences), into: prediction, auxiliary: nil)
    }

    /// Adds the gradients of the regression of ĝ(state) to `targets`.
    func regress(
        _ state: Matrix, at step: Int, of sequences: SequenceBatch, targets: Matrix,
        auxiliaryTargets: Matrix? = nil
    ) {
        let auxiliary = auxiliaryTargets.flatMap { targets in
            options.auxiliaryWeight.map {
                SynthesizerRegression.Auxiliary(targets: targets, weight: $0)
            }
        }
        let loss = regression.accumulate(
            inputs: input(state, at: step, of: sequences), targets: targets, auxiliary: auxiliary)
        recordLoss(loss.main)
        if let auxiliary = loss.auxiliary { auxiliaryLoss.add(auxiliary) }
    }

    /// Takes note of gradients that were added, and of the error they are to lower.
    func recordLoss(_ error: Double) {
        loss.add(error)
        hasGradients = true
    }

    func beginWindow() {
        loss = RunningMean()
        auxiliaryLoss = RunningMean()
    }

    /// Steps with the gradients added since the last step; does nothing without any.
    /// - Returns: whether it stepped.
    func step() -> Bool {
        guard hasGradients else { return false }
        learner.step(gradientScale: 1)
        hasGradients = false
        if let copy, learner.state.steps % options.copyEvery == 0 {
            copy.parameters.copy(from: synthesizer.parameters)
        }
        return true
    }

    /// What the synthesizer sees: the state, and the targets of the coming steps where conditioned.
    private func input(_ state: Matrix, at step: Int, of sequences: SequenceBatch) -> Matrix {
        guard let input = conditionedInput else { return state }
        input.columns(0..<width).copy(from: state)
        condition(at: step, of: sequences, into: input.columns(width..<input.columns))
        return input
    }

    /// One-hot vectors, or the values, of the targets of the coming steps; zero where none is
    /// scored and beyond the end. (B, conditionSteps·O)
    private func condition(at step: Int, of sequences: SequenceBatch, into condition: Matrix) {
        condition.fill(0)
        let outputs = condition.columns / options.conditionSteps
        let end = min(step + options.conditionSteps, sequences.steps)
        for (offset, step) in (min(step, end)..<end).enumerated() {
            let values = sequences.targetValues(step..<step + 1)
            for (row, target) in sequences.targets(step..<step + 1).enumerated() where target >= 0 {
                if values.isEmpty {
                    condition[row, offset * outputs + Int(target)] = 1
                } else {
                    for output in 0..<outputs {
                        condition[row, offset * outputs + output] =
                            values[values.startIndex + row * outputs + output]
                    }
                }
            }
        }
    }

    /// The conditions at all states of a window, its first and last included, (T + 1, B, C).
    func conditions(of window: Window) -> (shape: [Int], values: [Float])? {
        guard let input = conditionedInput else { return nil }
        let states = window.steps.lowerBound...window.steps.upperBound
        let buffer = Matrix(rows: input.rows, columns: input.columns - width)
        let values = states.flatMap { step -> [Float] in
            condition(at: step, of: window.sequences, into: buffer)
            return buffer.values
        }
        return ([states.count, buffer.rows, buffer.columns], values)
    }
}
