/// The settings there are, in the order in which they are listed; each is described at the
/// `Setting` of the same name.
///
/// A case added here wants its definition below, or nothing compiles; then it is at once an axis, a
/// `--set` of the command line, a key of the configuration and a coordinate of the collected file.
public enum SettingName: Int, CaseIterable, Hashable, Sendable {
    case task, data, symbols, lengthDistribution, curriculumStart, curriculumThreshold
    case curriculumBatches, cell, forgetBias, network, depth, activation, batchNormalization, units
    case batch, optimizer, learningRate, momentum, gradientScaling, clipNorm, normFloor, normScope
    case carriedScaling, carriedClipNorm, carriedNormFloor, truncation, method, extraSteps,
        placement
    case layerMixing, updateProbability, horizon, sgScale, mixingLambda, scaleBootstrap, sequenceEnd
    case warmUp, returnLambda, discount, synthesizerHidden, synthesizerLayers
    case synthesizerBatchNormalization, inputSynthesizer, conditionSteps, auxiliaryWeight
    case synthesizerCopyEvery, synthesizerLearningRate, synthesizerClipNorm, stepPer
    case stateBetweenSequences, remainder, budget, budgetUnit, recordEvery, evaluateEvery
    case evaluationCharacters, diagnoseEvery, diagnosisLength, diagnosisBatches, capture
    case dataFingerprint, seed

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
        case .task: Setting.task.definition
        case .data: Setting.data.definition
        case .symbols: Setting.symbols.definition
        case .lengthDistribution: Setting.lengthDistribution.definition
        case .curriculumStart: Setting.curriculumStart.definition
        case .curriculumThreshold: Setting.curriculumThreshold.definition
        case .curriculumBatches: Setting.curriculumBatches.definition
        case .cell: Setting.cell.definition
        case .forgetBias: Setting.forgetBias.definition
        case .network: Setting.network.definition
        case .depth: Setting.depth.definition
        case .activation: Setting.activation.definition
        case .batchNormalization: Setting.batchNormalization.definition
        case .units: Setting.units.definition
        case .batch: Setting.batch.definition
        case .optimizer: Setting.optimizer.definition
        case .learningRate: Setting.learningRate.definition
        case .momentum: Setting.momentum.definition
        case .gradientScaling: Setting.gradientScaling.definition
        case .clipNorm: Setting.clipNorm.definition
        case .normFloor: Setting.normFloor.definition
        case .normScope: Setting.normScope.definition
        case .carriedScaling: Setting.carriedScaling.definition
        case .carriedClipNorm: Setting.carriedClipNorm.definition
        case .carriedNormFloor: Setting.carriedNormFloor.definition
        case .truncation: Setting.truncation.definition
        case .method: Setting.method.definition
        case .extraSteps: Setting.extraSteps.definition
        case .placement: Setting.placement.definition
        case .layerMixing: Setting.layerMixing.definition
        case .updateProbability: Setting.updateProbability.definition
        case .horizon: Setting.horizon.definition
        case .sgScale: Setting.sgScale.definition
        case .mixingLambda: Setting.mixingLambda.definition
        case .scaleBootstrap: Setting.scaleBootstrap.definition
        case .sequenceEnd: Setting.sequenceEnd.definition
        case .warmUp: Setting.warmUp.definition
        case .returnLambda: Setting.returnLambda.definition
        case .discount: Setting.discount.definition
        case .synthesizerHidden: Setting.synthesizerHidden.definition
        case .synthesizerLayers: Setting.synthesizerLayers.definition
        case .synthesizerBatchNormalization: Setting.synthesizerBatchNormalization.definition
        case .inputSynthesizer: Setting.inputSynthesizer.definition
        case .conditionSteps: Setting.conditionSteps.definition
        case .auxiliaryWeight: Setting.auxiliaryWeight.definition
        case .synthesizerCopyEvery: Setting.synthesizerCopyEvery.definition
        case .synthesizerLearningRate: Setting.synthesizerLearningRate.definition
        case .synthesizerClipNorm: Setting.synthesizerClipNorm.definition
        case .stepPer: Setting.stepPer.definition
        case .stateBetweenSequences: Setting.stateBetweenSequences.definition
        case .remainder: Setting.remainder.definition
        case .budget: Setting.budget.definition
        case .budgetUnit: Setting.budgetUnit.definition
        case .recordEvery: Setting.recordEvery.definition
        case .evaluateEvery: Setting.evaluateEvery.definition
        case .evaluationCharacters: Setting.evaluationCharacters.definition
        case .diagnoseEvery: Setting.diagnoseEvery.definition
        case .diagnosisLength: Setting.diagnosisLength.definition
        case .diagnosisBatches: Setting.diagnosisBatches.definition
        case .capture: Setting.capture.definition
        case .dataFingerprint: Setting.dataFingerprint.definition
        case .seed: Setting.seed.definition
        }
    }
}

extension SettingName: CustomStringConvertible {
    /// The word on the command line and in files.
    public var description: String { word }
}
