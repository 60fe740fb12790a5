import Optimizers
import Synthesizers
import Tasks
import Tensor

/// A synthesizer at the boundaries of windows: its inputs, its predictions and its regression.
///
/// Source: Jaderberg et al. 2017, section 2.
package final class DecoupledNeuralInterface {
    /// The inputs, heads and targets of the synthesizer, first value the default.
    package struct Options: Sendable {
        /// How many coming targets, as one-hot vectors, the synthesizer sees beside the state
        /// (cDNI); 0: none.
        package var conditionSteps = 0
        /// Weight of the auxiliary head's loss; nil: no such head.
        package var auxiliaryWeight: Double?
        /// After how many updates of it the copy that supplies the bootstrapped part of the targets
        /// is renewed; 0: there is none, the live synthesizer does.
        package var copyEvery = 0
        /// How many steps it takes in an update, each with the gradients of the same regressions at
        /// its present parameters.
        package var stepsPerUpdate = 1

        /// The defaults.
        package init() {}
    }

    /// How the synthesizer is used.
    package let options: Options
    let learner: Learner
    let synthesizer: any Synthesizer
    /// The frozen copy.
    let copy: (any Synthesizer)?
    private let regression: SynthesizerRegression
    private let input: ConditionedInput
    /// The regressions of the window, where an update has several steps.
    private var kept = KeptRegressions()
    /// Bytes of working memory.
    let workingBytes: Int
    /// The mean squared errors since the window began.
    private(set) var loss = RunningMean()
    private(set) var auxiliaryLoss = RunningMean()
    /// Whether there are gradients it has not stepped with.
    private var hasGradients = false

    /// - Parameters:
    ///   - optimizer: steps the synthesizer's parameters.
    ///   - scaling: of the synthesizer's gradients.
    ///   - makeSynthesizer: builds the synthesizer for the width of its inputs.
    package init(
        _ context: RuleContext, optimizer: any Optimizer,
        scaling: GradientScaling = GradientScaling(), options: Options = Options(),
        _ makeSynthesizer: (_ inputs: Int) -> any Synthesizer
    ) {
        precondition(options.stepsPerUpdate > 0, "\(options.stepsPerUpdate) steps an update")
        precondition(
            options.stepsPerUpdate == 1 || context.options.stepPer == .window,
            "\(options.stepsPerUpdate) steps an update of several windows")
        self.options = options
        let before = context.workspace.bytes
        let width = context.network.stateWidth
        let conditionWidth = options.conditionSteps * context.network.outputs
        synthesizer = makeSynthesizer(width + conditionWidth)
        copy = options.copyEvery > 0 ? synthesizer.zerosLike() : nil
        copy?.parameters.copy(from: synthesizer.parameters)
        learner = Learner(
            synthesizer.parameters, gradients: synthesizer.gradients, optimizer: optimizer,
            scaling: scaling)
        regression = SynthesizerRegression(
            synthesizer, batch: context.batch, width: width, in: context.workspace)
        input = ConditionedInput(
            width: width, conditionWidth: conditionWidth, batch: context.batch,
            in: context.workspace)
        workingBytes = context.workspace.bytes - before
    }

    /// The synthesizer's tensors, aliased.
    package var parameters: Parameters { synthesizer.parameters }

    /// The number of components of what the synthesizer sees.
    var inputs: Int { input.inputs }

    /// Writes ĝ for `state`, the state of `sequences` before step `step`.
    package func predict(
        _ state: Matrix, at step: Int, of sequences: SequenceBatch, into prediction: Matrix
    ) {
        synthesizer.predict(
            joined(state, at: step, of: sequences), into: prediction, auxiliary: nil)
    }

    /// Writes ĝ for `state` as it enters a target: the frozen copy's where there is one.
    func predictBootstrap(
        _ state: Matrix, at step: Int, of sequences: SequenceBatch, into prediction: Matrix
    ) {
        (copy ?? synthesizer).predict(
            joined(state, at: step, of: sequences), into: prediction, auxiliary: nil)
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
        let inputs = joined(state, at: step, of: sequences)
        if options.stepsPerUpdate > 1 {
            kept.keep(
                inputs, targets: targets, auxiliaryTargets: auxiliaryTargets,
                auxiliaryWeight: options.auxiliaryWeight)
        }
        let loss = regression.accumulate(inputs: inputs, targets: targets, auxiliary: auxiliary)
        recordLoss(loss.main)
        if let auxiliary = loss.auxiliary { auxiliaryLoss.add(auxiliary) }
    }

    /// Takes note of gradients that were added, and of the error they are to lower.
    func recordLoss(_ error: Double) {
        loss.add(error)
        hasGradients = true
    }

    /// Takes note of gradients that others computed.
    func noteGradients() { hasGradients = true }

    func beginWindow() {
        loss = RunningMean()
        auxiliaryLoss = RunningMean()
        kept.forget()
    }

    /// Steps with the gradients added since the last step; does nothing without any.
    /// - Returns: whether it stepped.
    func step() -> Bool {
        guard hasGradients else { return false }
        learner.step(gradientScale: 1)
        for _ in 1..<options.stepsPerUpdate {
            kept.repeated(by: regression)
            learner.step(gradientScale: 1)
        }
        hasGradients = false
        if let copy, learner.state.steps % (options.copyEvery * options.stepsPerUpdate) == 0 {
            copy.parameters.copy(from: synthesizer.parameters)
        }
        return true
    }

    /// The synthesizer's input: the state and, where conditioned, the targets of the coming steps.
    func joined(_ state: Matrix, at step: Int, of sequences: SequenceBatch) -> Matrix {
        if let condition = input.condition {
            sequences.writeTargets(from: step, steps: options.conditionSteps, into: condition)
        }
        return input.joined(state)
    }

    /// The conditions at all states of a window, its first and last included, (T + 1, B, C); nil
    /// without conditions.
    func conditions(of window: Window) -> (shape: [Int], values: [Float])? {
        guard let condition = input.condition else { return nil }
        let states = window.steps.lowerBound...window.steps.upperBound
        let values = states.flatMap { step -> [Float] in
            window.sequences.writeTargets(
                from: step, steps: options.conditionSteps, into: condition)
            return condition.values
        }
        return ([states.count, condition.rows, condition.columns], values)
    }
}

extension DecoupledNeuralInterface: Resumable {
    /// Transfers whether there are gradients to step with; the rule transfers learner and copy.
    package func transfer(_ state: StateTransfer) throws(StateMismatch) {
        try state.flag("has_gradients", &hasGradients)
    }
}

extension SequenceBatch {
    /// Writes the targets of the `steps` coming steps, one-hot or the values themselves; zero where
    /// none is scored and beyond the end. (B, steps·O)
    fileprivate func writeTargets(from step: Int, steps count: Int, into condition: Matrix) {
        condition.fill(0)
        let outputs = condition.columns / count
        let end = min(step + count, steps)
        for (offset, step) in (min(step, end)..<end).enumerated() {
            let values = targetValues(step..<step + 1)
            for (row, target) in targets(step..<step + 1).enumerated() where target >= 0 {
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
}
