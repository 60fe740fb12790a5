import Layers
import Optimizers
import Tasks
import Tensor

/// Every tensor and setting of one training window, or of one update of a feed-forward network,
/// enough to recompute it in another framework.
public struct WindowCapture: Sendable {
    /// A named tensor; `path` is group and name, as in `synthesizer/parameters/W`.
    public struct Item: Sendable {
        public enum Numbers: Sendable {
            case reals([Float])
            case integers([Int32])
            case real(Double)
        }

        public let path: String
        public let shape: [Int]
        public let numbers: Numbers
    }

    /// A setting or a fact about the window.
    public enum Fact: Sendable {
        case text(String)
        case integer(Int)
        case real(Double)
    }

    public private(set) var items: [Item] = []
    public private(set) var facts: [(name: String, fact: Fact)] = []
    /// Widths of a recurrent network.
    private var network = (symbols: 0, values: 0, outputs: 0)

    /// Nothing yet.
    init() {}

    /// The window after its forward and before its backward.
    init(_ window: Window, of core: RecurrentCore) {
        network = (core.network.symbols, core.network.values, core.network.outputs)
        add(steps: window.steps, of: window.sequences, under: "")
        let (steps, batch) = (window.steps.count, core.batch)
        items.append(
            Item(
                path: "outputs", shape: [steps, batch, network.outputs],
                numbers: .reals(core.pass.outputs.values)))
        add(core.objective(of: window), as: "loss")
        add(core.pass.initialState, as: "state_in")
        add(core.pass.finalState, as: "state_out")
        add(core.learner, under: "")
        if core.options.stepPer == .sequence {
            add(core.parameterGradients, as: "gradients_before", scaledBy: 1 / Float(batch))
        }
        let options = core.options
        note("loss_scale", Double(window.sequences.lossScale))
        note("sg_scale", options.sgScale)
        note("scale_bootstrap", options.scalesBootstrap)
        note("sequence_end", options.sequenceEnd.rawValue)
        note("step_per", options.stepPer.rawValue)
        note("mixing_lambda", options.mixing)
        note("carried_norm_floor", options.carriedRange.floor)
        note("carried_clip_norm", options.carriedRange.ceiling)
        note("sequence_start", window.isFirst)
        note("goes_on", !window.isLast)
        note("stepped", core.steps(after: window))
        noteOptimizer(of: core.learner, prefix: "")
        note(core.learner.optimizer)
    }

    /// What is read and what should be said: inputs (T, B, I), targets and mask (T, B) and, for
    /// squared error, target_values (T, B, O).
    private mutating func add(steps: Range<Int>, of sequences: SequenceBatch, under group: String) {
        let shape = [steps.count, sequences.batch]
        let width = network.symbols + network.values
        var inputs = [Float](repeating: 0, count: shape[0] * shape[1] * width)
        for (row, symbol) in sequences.inputs(steps).enumerated() where symbol >= 0 {
            inputs[row * width + Int(symbol)] = 1
        }
        for (index, value) in sequences.values(steps).enumerated() {
            let (row, column) = index.quotientAndRemainder(dividingBy: network.values)
            inputs[row * width + network.symbols + column] = value
        }
        let targets = Array(sequences.targets(steps))
        items += [
            Item(path: group + "inputs", shape: shape + [width], numbers: .reals(inputs)),
            Item(path: group + "targets", shape: shape, numbers: .integers(targets)),
            Item(
                path: group + "mask", shape: shape,
                numbers: .reals(targets.map { $0 >= 0 ? 1 : 0 })),
        ]
        let values = Array(sequences.targetValues(steps))
        if !values.isEmpty {
            items.append(
                Item(
                    path: group + "target_values", shape: shape + [network.outputs],
                    numbers: .reals(values)))
        }
    }

    mutating func add(_ matrix: Matrix, as path: String) {
        items.append(
            Item(
                path: path, shape: [matrix.rows, matrix.columns], numbers: .reals(matrix.values)))
    }

    mutating func add(_ parameters: Parameters, as group: String, scaledBy factor: Float = 1) {
        for block in parameters.blocks {
            let values = parameters[block.name].values.map { factor * $0 }
            items.append(
                Item(path: "\(group)/\(block.name)", shape: block.shape, numbers: .reals(values)))
        }
    }

    mutating func add(_ number: Double, as path: String) {
        items.append(Item(path: path, shape: [], numbers: .real(number)))
    }

    mutating func note(_ name: String, _ text: String) { facts.append((name, .text(text))) }

    mutating func note(_ name: String, _ flag: Bool) { note(name, flag ? "yes" : "no") }

    mutating func note(_ name: String, _ number: Double) { facts.append((name, .real(number))) }

    mutating func note(_ name: String, _ number: Int) { facts.append((name, .integer(number))) }

    /// What all of a run's optimizers have in common.
    mutating func note(_ optimizer: any Optimizer) {
        if let adam = optimizer as? Adam {
            note("beta_1", adam.beta1)
            note("beta_2", adam.beta2)
            note("epsilon", adam.epsilon)
            note("optimizer", "adam")
        }
        if let momentum = optimizer as? Momentum {
            note("momentum", momentum.momentum)
            note("optimizer", "momentum")
        }
    }

    /// Parameters, and the moments before the step.
    mutating func add(_ learner: Learner, under prefix: String) {
        add(learner.parameters, as: prefix + "parameters")
        for (name, moment) in zip(["first_moment", "second_moment"], learner.state.moments) {
            add(moment, as: prefix + name)
        }
    }

    mutating func noteOptimizer(of learner: Learner, prefix: String) {
        note(prefix + "learning_rate", learner.optimizer.learningRate)
        note(prefix + "norm_floor", learner.scaling.range.floor)
        note(prefix + "clip_norm", learner.scaling.range.ceiling)
        note(prefix + "norm_scope", learner.scaling.scope.rawValue)
        // The step about to be taken, counted from 1.
        note(prefix + "adam_step", learner.state.steps + 1)
    }

    /// What comes after the window and was looked at: steps without a gap, under `future/`.
    mutating func addFuture(of window: Window, steps: Range<Int>) {
        note("future_ends", steps.upperBound == window.sequences.steps)
        guard !steps.isEmpty else { return }
        add(steps: steps, of: window.sequences, under: "future/")
    }

    /// The synthesizer before it is trained on the window, and what it predicted.
    mutating func beginSynthesizer(
        _ interface: DecoupledNeuralInterface, _ window: Window, prediction: Matrix,
        isPredicted: Bool, isApplied: Bool, isSumming: Bool
    ) {
        add(prediction, as: "synthetic_gradient")
        note("sg_predicted", isPredicted)
        note("sg_applied", isApplied)
        add(interface.learner, under: "synthesizer/")
        if let copy = interface.copy { add(copy.parameters, as: "synthesizer/copy") }
        if isSumming { add(interface.learner.gradients, as: "synthesizer/gradients_before") }
        noteOptimizer(of: interface.learner, prefix: "synthesizer_")
        note("auxiliary_weight", interface.options.auxiliaryWeight ?? 0)
        guard let conditions = interface.conditions(of: window) else { return }
        items.append(
            Item(
                path: "conditions", shape: conditions.shape, numbers: .reals(conditions.values)))
    }

    /// What the targets depend on besides.
    mutating func add(_ returns: any ReturnTargets, _ window: Window) {
        facts += returns.facts
        for (name, tensor) in returns.carried { add(tensor, as: "synthesizer/" + name) }
        addFuture(of: window, steps: returns.reach(of: window))
    }

    /// What the synthesizer at the window's start was regressed to, the mean losses (zero when it
    /// was not trained) and its gradients.
    mutating func recordSynthesizer(_ interface: DecoupledNeuralInterface, target: Matrix) {
        add(target, as: "synthesizer/target")
        add(interface.loss.value ?? 0, as: "synthesizer/loss")
        if interface.options.auxiliaryWeight != nil {
            add(interface.auxiliaryLoss.value ?? 0, as: "synthesizer/auxiliary_loss")
        }
        add(interface.learner.gradients, as: "synthesizer/gradients")
    }

    mutating func finishSynthesizer(_ interface: DecoupledNeuralInterface, stepped: Bool) {
        note("synthesizer_stepped", stepped)
        add(interface.learner.parameters, as: "synthesizer/parameters_after")
    }
}
