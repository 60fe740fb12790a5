import Layers
import Tasks

// A window of training: the network's own tensors at the top, those of a learner that the rule owns
// under the learner's name, the tensors a rule carries under their own paths.

extension WindowCapture {
    /// The window after its forward and before the rule adds gradients.
    init(_ window: Window, before session: RecurrentSession) {
        self.init()
        let (network, pass, options) = (session.network, session.pass, session.options)
        add(window.steps, of: window.sequences, for: network, under: "")
        add(
            pass.outputs.values, ["time_step", "sequence", "output"],
            shape: [window.steps.count, session.batch, network.outputs],
            as: "outputs")
        add(session.objective(of: window), as: "loss")
        add(pass.initialState, ["sequence", "state"], as: "state_in")
        add(pass.finalState, ["sequence", "state"], as: "state_out")
        add(session.learner, under: "", facts: "")
        for (name, learner) in session.rule.learners {
            add(learner, under: name + "/", facts: name + "_")
        }
        if options.stepPer == .sequence {
            let factor = 1 / Float(session.batch)
            add(session.parameterGradients, as: "gradients_before", scaledBy: factor)
            for (name, learner) in session.rule.learners {
                add(learner.gradients, as: name + "/gradients_before")
            }
        }
        for tensor in session.rule.carried {
            add(tensor.matrix.values, tensor.dimensions, shape: tensor.shape, as: tensor.path)
        }
        for convention in type(of: network.cell).facts.conventions {
            note(convention.name, convention.text)
        }
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
        note("stepped", session.steps(after: window))
        note(session.learner.optimizer)
    }

    /// The gradients after the rule has added them and before any step.
    mutating func addGradients(of window: Window, in session: RecurrentSession) {
        session.rule.describe(window, in: session, into: &self)
        let factor = 1 / Float(session.batch)
        add(session.parameterGradients, as: "gradients", scaledBy: factor)
        for (name, learner) in session.rule.learners {
            add(learner.gradients, as: name + "/gradients")
        }
    }

    /// The parameters after the step.
    /// - Parameter ruleStepped: whether the rule's own learners stepped.
    mutating func finish(_ session: RecurrentSession, ruleStepped: Bool) {
        add(session.network.parameters, as: "parameters_after")
        for (name, learner) in session.rule.learners {
            note(name + "_stepped", ruleStepped)
            add(learner.parameters, as: name + "/parameters_after")
        }
    }

    /// The steps after the window that the rule looked at, without a gap, under `future/`.
    mutating func addFuture(of window: Window, steps: Range<Int>, in session: RecurrentSession) {
        note("future_ends", steps.upperBound == window.sequences.steps)
        guard !steps.isEmpty else { return }
        add(steps, of: window.sequences, for: session.network, under: "future/")
    }

    /// Inputs (T, B, I), targets and mask (T, B) and, for squared error, target_values (T, B, O).
    private mutating func add(
        _ steps: Range<Int>, of sequences: SequenceBatch, for network: RecurrentNetwork,
        under group: String
    ) {
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
        let dimensions = ["time_step", "sequence"]
        add(inputs, dimensions + ["input"], shape: shape + [width], as: group + "inputs")
        add(targets, dimensions, shape: shape, as: group + "targets")
        let mask = targets.map { $0 >= 0 ? Float(1) : 0 }
        add(mask, dimensions, shape: shape, as: group + "mask")
        let values = Array(sequences.targetValues(steps))
        if !values.isEmpty {
            add(
                values, dimensions + ["output"], shape: shape + [network.outputs],
                as: group + "target_values")
        }
    }
}
