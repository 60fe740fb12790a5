import Layers
import Optimizers
import Sweeps
import Synthesizers
import Tasks
import Tensor
import Trainers

// How a configuration's words become the numerical column's values. The words of a setting and the
// cases of the enumeration it selects are the same; a test holds them together.

extension Configuration {
    var isText: Bool { self[.task] == "text" }

    /// Whether positions count time steps; otherwise they count optimizer updates.
    var countsTimeSteps: Bool { self[.budgetUnit] == "time_steps" }

    /// The task with a curriculum; nil for text.
    var episodicTask: (any EpisodicTask)? {
        switch self[.task] {
        case "copy": CopyTask(symbols: self[.symbols], seed: self[.seed])
        case "repeat_copy": RepeatCopyTask(symbols: self[.symbols], seed: self[.seed])
        case "adding": AddingTask(seed: self[.seed])
        default: nil
        }
    }

    var lengthDistribution: LengthDistribution { choice(.lengthDistribution) }

    var cellKind: CellKind { choice(.cell) }

    /// The unit of the task's loss.
    var lossUnits: String {
        self[.task] == "adding" ? "squared error" : "bits per scored output"
    }

    var options: TrainingOptions {
        var options = TrainingOptions()
        options.sgScale = self[.sgScale]
        options.scalesBootstrap = self[.scaleBootstrap] == "yes"
        options.sequenceEnd = choice(.sequenceEnd)
        options.stepPer = choice(.stepPer)
        options.carriesState = self[.stateBetweenSequences] == "carried"
        options.mixing = self[.mixingLambda]
        options.carriedRange = band(
            self[.carriedScaling], self[.carriedNormFloor], self[.carriedClipNorm])
        options.warmUp = updatesOfWarmUp
        return options
    }

    /// For how many updates the method's synthesizers are trained but not applied.
    var updatesOfWarmUp: Int { self[.method].options.contains(.warmUp) ? self[.warmUp] : 0 }

    /// The windows of a method that takes a window at a time.
    var schedule: WindowSchedule {
        switch self[.method].boundary {
        case .cut(extra: true): schedule(truncation: self[.truncation] + self[.extraSteps])
        case .none, .backpropagated, .lastLayerAlone, .cut(extra: false), .exact, .synthetic:
            schedule(truncation: self[.truncation])
        }
    }

    /// Windows of `truncation` steps, the remainder where the settings have it.
    func schedule(truncation: Int) -> WindowSchedule {
        WindowSchedule(truncation: truncation, remainder: choice(.remainder))
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

    /// How the network's parameter gradients are scaled.
    var gradientScaling: GradientScaling {
        GradientScaling(
            band(self[.gradientScaling], self[.normFloor], self[.clipNorm]),
            scope: choice(.normScope))
    }

    private func band(_ rule: String, _ floor: Double, _ norm: Double) -> ClippingRange {
        switch rule {
        case "clip": ClippingRange(ceiling: norm)
        case "normalize": ClippingRange(floor: norm, ceiling: norm)
        case "band": ClippingRange(floor: floor, ceiling: norm)
        default: ClippingRange()
        }
    }

    var lambdaReturn: LambdaReturn {
        LambdaReturn(lambda: self[.returnLambda], discount: self[.discount])
    }

    /// Nil: to the end of the sequence.
    var lookAhead: Int? { self[.horizon] > 0 ? self[.horizon] : nil }

    /// How the method's synthesizer is used.
    var interfaceOptions: DecoupledNeuralInterface.Options {
        let besides = self[.method].options
        var options = DecoupledNeuralInterface.Options()
        if besides.contains(.conditioned) {
            options.conditionSteps =
                self[.conditionSteps] > 0 ? self[.conditionSteps] : self[.truncation]
        }
        if besides.contains(.auxiliary) { options.auxiliaryWeight = self[.auxiliaryWeight] }
        options.copyEvery = self[.synthesizerCopyEvery]
        return options
    }

    /// A new synthesizer for inputs of a width.
    /// - Parameter item: which of the run's.
    func synthesizer(
        _ kind: SynthesizerKind, inputs: Int, stateWidth: Int, item: Int = 0,
        in workspace: Workspace
    ) -> any Synthesizer {
        let hasAuxiliary = self[.method].options.contains(.auxiliary)
        switch kind {
        case .zero: return ZeroSynthesizer()
        case .linear:
            return LinearSynthesizer(
                inputs: inputs, width: stateWidth, hasAuxiliary: hasAuxiliary)
        case .mlp, .mlpSkip:
            let shape = MLPSynthesizer.Shape(
                inputs: inputs, hidden: self[.synthesizerHidden],
                hiddenLayers: self[.synthesizerLayers],
                isBatchNormalized: self[.synthesizerBatchNormalization] == "yes",
                width: stateWidth, hasSkip: kind == .mlpSkip, hasAuxiliary: hasAuxiliary,
                batch: self[.batch])
            return MLPSynthesizer(shape, seed: self[.seed], item: item, in: workspace)
        }
    }
}
