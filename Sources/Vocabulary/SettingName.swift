/// The settings there are, in the order in which they are listed; each is described at the
/// `Setting` of the same name.
///
/// A case added here wants its definition below, or nothing compiles; then it is at once an axis, a
/// `--set` of the command line, a key of the configuration and a coordinate of the collected file.
public enum SettingName: Int, CaseIterable, Hashable, Sendable {
    case task, data, vocabulary, symbols, lengthDistribution, curriculumStart, curriculumThreshold
    case curriculumBatches, cell, forgetBias, network, depth, activation, batchNormalization, units
    case batch, optimizer, learningRate, momentum, gradientScaling, clipNorm, normFloor, normScope
    case carriedScaling, carriedClipNorm, carriedNormFloor, truncation, method, extraSteps,
        placement
    case layerMixing, updateProbability, updateUnit, horizon, sgScale, mixingLambda, scaleBootstrap
    case sequenceEnd
    case warmUp, returnLambda, discount, synthesizerHidden, synthesizerLayers
    case synthesizerBatchNormalization, inputSynthesizer, conditionSteps, auxiliaryWeight
    case synthesizerCopyEvery, synthesizerSteps, synthesizerLearningRate, synthesizerClipNorm
    case stepPer, stateBetweenSequences, remainder, budget, budgetUnit, recordEvery, evaluateEvery
    case evaluationCharacters, diagnoseEvery, diagnoseAt, diagnosisLength, diagnosisBatches
    case ceilingSamples, capture
    case trainSize, validationSize, testSize
    case workers, parallel, microbatches, slack, link, linkLatency, linkBandwidth, layerSleep
    case timingRounds, trainingCharacters, dataFingerprint, seed

    /// The setting's name, domain, default and documentation.
    package var definition: SettingDefinition { Self.definitions[rawValue] }

    /// The word on the command line and in files.
    public var word: String { definition.word }

    private static let definitions = allCases.map(\.declared)
    private static let byWord = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.word, $0) })

    /// Finds the setting of that word; nil when there is none.
    public init?(word: String) {
        guard let name = Self.byWord[word] else { return nil }
        self = name
    }

    private var declared: SettingDefinition {
        switch self {
        case .task: Setting.task.declaration()
        case .data: Setting.data.declaration()
        case .vocabulary: Setting.vocabulary.declaration()
        case .symbols: Setting.symbols.declaration()
        case .lengthDistribution: Setting.lengthDistribution.declaration()
        case .curriculumStart: Setting.curriculumStart.declaration()
        case .curriculumThreshold: Setting.curriculumThreshold.declaration()
        case .curriculumBatches: Setting.curriculumBatches.declaration()
        case .cell: Setting.cell.declaration()
        case .forgetBias: Setting.forgetBias.declaration()
        case .network: Setting.network.declaration()
        case .depth: Setting.depth.declaration()
        case .activation: Setting.activation.declaration()
        case .batchNormalization: Setting.batchNormalization.declaration()
        case .units: Setting.units.declaration()
        case .batch: Setting.batch.declaration()
        case .optimizer: Setting.optimizer.declaration()
        case .learningRate: Setting.learningRate.declaration()
        case .momentum: Setting.momentum.declaration()
        case .gradientScaling: Setting.gradientScaling.declaration()
        case .clipNorm: Setting.clipNorm.declaration()
        case .normFloor: Setting.normFloor.declaration()
        case .normScope: Setting.normScope.declaration()
        case .carriedScaling: Setting.carriedScaling.declaration()
        case .carriedClipNorm: Setting.carriedClipNorm.declaration()
        case .carriedNormFloor: Setting.carriedNormFloor.declaration()
        case .truncation: Setting.truncation.declaration()
        case .method: Setting.method.declaration()
        case .extraSteps: Setting.extraSteps.declaration()
        case .placement: Setting.placement.declaration()
        case .layerMixing: Setting.layerMixing.declaration()
        case .updateProbability: Setting.updateProbability.declaration()
        case .updateUnit: Setting.updateUnit.declaration()
        case .horizon: Setting.horizon.declaration()
        case .sgScale: Setting.sgScale.declaration()
        case .mixingLambda: Setting.mixingLambda.declaration()
        case .scaleBootstrap: Setting.scaleBootstrap.declaration()
        case .sequenceEnd: Setting.sequenceEnd.declaration()
        case .warmUp: Setting.warmUp.declaration()
        case .returnLambda: Setting.returnLambda.declaration()
        case .discount: Setting.discount.declaration()
        case .synthesizerHidden: Setting.synthesizerHidden.declaration()
        case .synthesizerLayers: Setting.synthesizerLayers.declaration()
        case .synthesizerBatchNormalization: Setting.synthesizerBatchNormalization.declaration()
        case .inputSynthesizer: Setting.inputSynthesizer.declaration()
        case .conditionSteps: Setting.conditionSteps.declaration()
        case .auxiliaryWeight: Setting.auxiliaryWeight.declaration()
        case .synthesizerCopyEvery: Setting.synthesizerCopyEvery.declaration()
        case .synthesizerSteps: Setting.synthesizerSteps.declaration()
        case .synthesizerLearningRate: Setting.synthesizerLearningRate.declaration()
        case .synthesizerClipNorm: Setting.synthesizerClipNorm.declaration()
        case .stepPer: Setting.stepPer.declaration()
        case .stateBetweenSequences: Setting.stateBetweenSequences.declaration()
        case .remainder: Setting.remainder.declaration()
        case .budget: Setting.budget.declaration()
        case .budgetUnit: Setting.budgetUnit.declaration()
        case .recordEvery: Setting.recordEvery.declaration()
        case .evaluateEvery: Setting.evaluateEvery.declaration()
        case .evaluationCharacters: Setting.evaluationCharacters.declaration()
        case .diagnoseEvery: Setting.diagnoseEvery.declaration()
        case .diagnoseAt: Setting.diagnoseAt.declaration()
        case .diagnosisLength: Setting.diagnosisLength.declaration()
        case .diagnosisBatches: Setting.diagnosisBatches.declaration()
        case .ceilingSamples: Setting.ceilingSamples.declaration()
        case .capture: Setting.capture.declaration()
        case .trainSize: Setting.trainSize.declaration()
        case .validationSize: Setting.validationSize.declaration()
        case .testSize: Setting.testSize.declaration()
        case .workers: Setting.workers.declaration()
        case .parallel: Setting.parallel.declaration()
        case .microbatches: Setting.microbatches.declaration()
        case .slack: Setting.slack.declaration()
        case .link: Setting.link.declaration()
        case .linkLatency: Setting.linkLatency.declaration()
        case .linkBandwidth: Setting.linkBandwidth.declaration()
        case .layerSleep: Setting.layerSleep.declaration()
        case .timingRounds: Setting.timingRounds.declaration()
        case .trainingCharacters: Setting.trainingCharacters.declaration()
        case .dataFingerprint: Setting.dataFingerprint.declaration()
        case .seed: Setting.seed.declaration()
        }
    }
}

extension SettingName: CustomStringConvertible {
    /// The word on the command line and in files.
    public var description: String { word }
}
