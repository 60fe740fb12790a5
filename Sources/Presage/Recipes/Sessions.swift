import Layers
import Tensor
import Trainers
import Vocabulary

extension Configuration {
    /// The session that trains `network`.
    func session(_ network: RecurrentNetwork, in workspace: Workspace) -> RecurrentSession {
        let context = RuleContext(
            network: network, batch: self[.batch],
            // A window longer than this takes more memory when it comes.
            capacity: min(schedule.truncation, 64), options: trainingOptions, in: workspace)
        return RecurrentSession(
            context, rule(context), optimizer: networkOptimizer, scaling: gradientScaling)
    }

    private var trainingOptions: TrainingOptions {
        var options = TrainingOptions()
        options.sgScale = self[.sgScale]
        options.scalesBootstrap = self[.scaleBootstrap]
        options.sequenceEnd =
            switch self[.sequenceEnd] {
            case .zero: .zero
            case .predicted: .predicted
            case .regressedToZero: .regressedToZero
            }
        options.stepPer =
            switch self[.stepPer] {
            case .window: .window
            case .sequence: .sequence
            }
        options.carriesState =
            switch self[.stateBetweenSequences] {
            case .reset: false
            case .carried: true
            }
        options.mixing = self[.mixingLambda]
        options.carriedRange = carriedRange
        options.warmUp = updatesOfWarmUp
        return options
    }

    /// The windows of a rule that takes a window at a time.
    var schedule: WindowSchedule {
        let truncation =
            switch self[.method].recurrent {
            case .truncatedBPTTExtra: self[.truncation] + self[.extraSteps]
            case .truncatedBPTTDouble: 2 * self[.truncation]
            case .fullBPTT, .truncatedBPTT, .oracle, .oracleScaled, .synthetic,
                .permutedSynthetic, .meanSynthetic, .bpLambda, .bpLambdaOnline, .rtrl, .snap1,
                .rflo, .uoro, nil:
                self[.truncation]
            }
        return schedule(truncation: truncation)
    }

    /// Windows of `truncation` steps, the remainder where the settings have it.
    func schedule(truncation: Int) -> WindowSchedule {
        let remainder: WindowSchedule.Remainder =
            switch self[.remainder] {
            case .first: .first
            // Steps that count for nothing are none.
            case .last, .masked: .last
            }
        return WindowSchedule(truncation: truncation, remainder: remainder)
    }
}
