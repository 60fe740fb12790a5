import Layers
import Optimizers
import Tasks
import Tensor

/// Every tensor and setting of one training window, enough to recompute it in another framework.
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

    /// The window after its forward and before its backward.
    init(_ window: Window, of core: RecurrentCore) {
        let (steps, batch) = (window.steps.count, core.batch)
        let (inputs, outputs) = (core.network.inputs, core.network.outputs)
        var oneHot = [Float](repeating: 0, count: steps * batch * inputs)
        for (row, symbol) in window.inputs.enumerated() where symbol >= 0 {
            oneHot[row * inputs + Int(symbol)] = 1
        }
        let mask = window.targets.map { $0 >= 0 ? Float(1) : 0 }
        items = [
            Item(path: "inputs", shape: [steps, batch, inputs], numbers: .reals(oneHot)),
            Item(
                path: "targets", shape: [steps, batch], numbers: .integers(Array(window.targets))),
            Item(path: "mask", shape: [steps, batch], numbers: .reals(mask)),
            Item(
                path: "outputs", shape: [steps, batch, outputs],
                numbers: .reals(core.pass.outputs.values)),
            Item(path: "loss", shape: [], numbers: .real(core.objective(of: window))),
        ]
        add(core.pass.initialState, as: "state_in")
        add(core.pass.finalState, as: "state_out")
        add(core.learner, under: "")
        if core.switches.stepPer == .sequence {
            add(core.parameterGradients, as: "gradients_before", scaledBy: 1 / Float(batch))
        }
        note("cell", "lstm")
        facts.append(("loss_scale", .real(Double(window.sequences.lossScale))))
        facts.append(("sg_scale", .real(core.switches.sgScale)))
        note("scale_bootstrap", core.switches.scalesBootstrap)
        note("sequence_end", core.switches.sequenceEnd.rawValue)
        note("step_per", core.switches.stepPer.rawValue)
        note("sequence_start", window.isFirst)
        note("goes_on", !window.isLast)
        note("stepped", core.steps(after: window))
        noteOptimizer(of: core.learner, prefix: "")
        if let adam = core.learner.optimizer as? Adam {
            facts.append(("beta_1", .real(adam.beta1)))
            facts.append(("beta_2", .real(adam.beta2)))
            facts.append(("epsilon", .real(adam.epsilon)))
            note("optimizer", "adam")
        }
        if let momentum = core.learner.optimizer as? Momentum {
            facts.append(("momentum", .real(momentum.momentum)))
            note("optimizer", "momentum")
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

    mutating func note(_ name: String, _ text: String) { facts.append((name, .text(text))) }

    private mutating func note(_ name: String, _ flag: Bool) { note(name, flag ? "yes" : "no") }

    /// The moments before the step.
    private mutating func add(_ learner: Learner, under prefix: String) {
        add(learner.parameters, as: prefix + "parameters")
        for (name, moment) in zip(["first_moment", "second_moment"], learner.state.moments) {
            add(moment, as: prefix + name)
        }
    }

    private mutating func noteOptimizer(of learner: Learner, prefix: String) {
        facts.append((prefix + "learning_rate", .real(learner.optimizer.learningRate)))
        facts.append((prefix + "clip_norm", .real(learner.clip.norm)))
        // The step about to be taken, counted from 1.
        facts.append((prefix + "adam_step", .integer(learner.state.steps + 1)))
    }

    /// The synthesizer before it is trained on the window, and what it predicted.
    mutating func beginSynthesizer(
        _ learner: Learner, prediction: Matrix, isApplied: Bool, stepPer: TrainingSwitches.StepPer
    ) {
        add(prediction, as: "synthetic_gradient")
        note("sg_applied", isApplied)
        add(learner, under: "synthesizer/")
        if stepPer == .sequence { add(learner.gradients, as: "synthesizer/gradients_before") }
        noteOptimizer(of: learner, prefix: "synthesizer_")
    }

    /// What the synthesizer was regressed to, its loss (zero when not trained) and gradients.
    mutating func recordSynthesizer(_ learner: Learner, target: Matrix, loss: Double?) {
        add(target, as: "synthesizer/target")
        items.append(Item(path: "synthesizer/loss", shape: [], numbers: .real(loss ?? 0)))
        add(learner.gradients, as: "synthesizer/gradients")
    }

    mutating func finishSynthesizer(_ learner: Learner, stepped: Bool) {
        note("synthesizer_stepped", stepped)
        add(learner.parameters, as: "synthesizer/parameters_after")
    }
}
