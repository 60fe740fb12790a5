import Layers
import Optimizers
import Sweeps
import Synthesizers
import Tensor
import Trainers

// How a configuration's words become the numerical column's values. The words of a setting and the
// cases of the enumeration it selects are the same; a test holds them together.

extension Configuration {
    var isText: Bool { self[.task] == "text" }

    /// Whether positions count time steps; otherwise they count optimizer updates.
    var countsTimeSteps: Bool { self[.budgetUnit] == "time_steps" }

    /// Which combinations of settings have no meaning.
    /// - Throws: `SweepError.contradiction`.
    func checkForContradictions() throws(SweepError) {
        guard isText else { return }
        let method = self[.method]
        if method == .fullBPTT || method == .oracle {
            throw .contradiction(
                reason: "method is '\(method.name)', which backpropagates through whole sequences, "
                    + "but task text is one stream: use truncated_bptt with a large truncation")
        }
        if self[.stepPer] == "sequence" {
            throw .contradiction(
                reason: "step_per is 'sequence', but task text is one stream: use window")
        }
    }

    var switches: TrainingSwitches {
        var switches = TrainingSwitches()
        switches.sgScale = self[.sgScale]
        switches.scalesBootstrap = self[.scaleBootstrap] == "yes"
        switches.sequenceEnd = choice(.sequenceEnd)
        switches.stepPer = choice(.stepPer)
        switches.carriesState = self[.stateBetweenSequences] == "carried"
        return switches
    }

    var schedule: WindowSchedule {
        WindowSchedule(truncation: self[.truncation], remainder: choice(.remainder))
    }

    /// The case that a setting's word names.
    private func choice<Choice: RawRepresentable<String>>(_ setting: Setting<String>) -> Choice {
        guard let choice = Choice(rawValue: self[setting]) else {
            preconditionFailure("\(setting.name) has no choice '\(self[setting])'")
        }
        return choice
    }

    func optimizer(learningRate: Double) -> any Optimizer {
        self[.optimizer] == "momentum"
            ? Momentum(learningRate: learningRate, momentum: self[.momentum])
            : Adam(learningRate: learningRate)
    }

    /// Nil for a method without one.
    func synthesizer(stateWidth: Int, in workspace: Workspace) -> (any Synthesizer)? {
        let kind = SynthesizerKind.allCases.first { Method.synthetic($0) == self[.method] }
        return switch kind {
        case nil: nil
        case .zero: ZeroSynthesizer()
        case .linear: LinearSynthesizer(width: stateWidth)
        case .mlp, .mlpSkip:
            MLPSynthesizer(
                width: stateWidth, hidden: self[.synthesizerHidden], hasSkip: kind == .mlpSkip,
                batch: self[.batch], seed: self[.seed], in: workspace)
        }
    }
}
