import Trainers
import Vocabulary

// Learning rules of recurrent networks, as the numerical column has them.

extension Configuration {
    /// The learning rule that `method` names.
    func rule(_ context: RuleContext) -> any LearningRule {
        guard let rule = self[.method].recurrent else {
            preconditionFailure("\(self[.method].name) of a recurrent network")
        }
        switch rule {
        case .fullBPTT: return BPTT(per: .sequence)
        case .truncatedBPTT, .truncatedBPTTExtra, .truncatedBPTTDouble: return BPTT(per: .window)
        case .oracle: return OracleGradientBPTT(context, horizon: lookAhead)
        case .oracleScaled:
            return OracleGradientBPTT(context, horizon: lookAhead, scale: self[.sgScale])
        case .synthetic: return synthetic(context)
        case .permutedSynthetic:
            return synthetic(
                context, exchange: BatchExchange(context, .permuted(seed: self[.seed])))
        case .meanSynthetic:
            return synthetic(context, exchange: BatchExchange(context, .mean))
        case .bpLambda:
            return synthetic(
                context, returns: BPLambda(context, lambdaReturn, horizon: lookAhead))
        case .bpLambdaOnline:
            return synthetic(context, returns: AccumulateBPLambda(context, lambdaReturn))
        case .rtrl: return RTRL(context)
        case .snap1: return SnAp1(context)
        case .rflo: return RFLO(context, seed: self[.seed])
        case .uoro: return UORO(context, seed: self[.seed])
        }
    }

    private func synthetic(
        _ context: RuleContext, returns: (any ReturnTargets)? = nil,
        exchange: BatchExchange? = nil
    ) -> any LearningRule {
        let interface = DecoupledNeuralInterface(
            context, optimizer: synthesizerOptimizer, scaling: synthesizerScaling,
            options: interfaceOptions
        ) { inputs in
            synthesizer(
                self[.method].synthesizer ?? .linear, inputs: inputs,
                stateWidth: context.network.stateWidth, in: context.workspace)
        }
        return SyntheticGradientBPTT(context, interface, returns: returns, exchange: exchange)
    }

    private var interfaceOptions: DecoupledNeuralInterface.Options {
        let besides = self[.method].options
        var options = DecoupledNeuralInterface.Options()
        if besides.contains(.conditioned) {
            options.conditionSteps =
                self[.conditionSteps] > 0 ? self[.conditionSteps] : self[.truncation]
        }
        if besides.contains(.auxiliary) { options.auxiliaryWeight = self[.auxiliaryWeight] }
        options.copyEvery = self[.synthesizerCopyEvery]
        options.stepsPerUpdate = self[.synthesizerSteps]
        return options
    }

    private var lambdaReturn: LambdaReturn {
        LambdaReturn(lambda: self[.returnLambda], discount: self[.discount])
    }

    /// The steps looked ahead; nil: to the end of the sequence.
    private var lookAhead: Int? { self[.horizon] > 0 ? self[.horizon] : nil }
}
