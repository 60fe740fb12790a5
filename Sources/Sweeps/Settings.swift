/// All settings in the order in which they are listed.
public enum Settings {
    public static let all: [SettingDefinition] = [
        Setting.task.definition, Setting.data.definition, Setting.symbols.definition,
        Setting.lengthDistribution.definition, Setting.curriculumStart.definition,
        Setting.curriculumThreshold.definition, Setting.curriculumBatches.definition,
        Setting.cell.definition, Setting.forgetBias.definition, Setting.network.definition,
        Setting.depth.definition, Setting.activation.definition,
        Setting.batchNormalization.definition, Setting.units.definition,
        Setting.batch.definition, Setting.optimizer.definition, Setting.learningRate.definition,
        Setting.momentum.definition, Setting.gradientScaling.definition,
        Setting.clipNorm.definition, Setting.normFloor.definition, Setting.normScope.definition,
        Setting.carriedScaling.definition, Setting.carriedClipNorm.definition,
        Setting.carriedNormFloor.definition,
        Setting.truncation.definition, Setting.method.definition, Setting.extraSteps.definition,
        Setting.placement.definition, Setting.layerMixing.definition,
        Setting.updateProbability.definition, Setting.horizon.definition,
        Setting.sgScale.definition, Setting.mixingLambda.definition,
        Setting.scaleBootstrap.definition, Setting.sequenceEnd.definition,
        Setting.warmUp.definition, Setting.returnLambda.definition, Setting.discount.definition,
        Setting.synthesizerHidden.definition, Setting.synthesizerLayers.definition,
        Setting.synthesizerBatchNormalization.definition, Setting.inputSynthesizer.definition,
        Setting.conditionSteps.definition,
        Setting.auxiliaryWeight.definition, Setting.synthesizerCopyEvery.definition,
        Setting.synthesizerLearningRate.definition, Setting.synthesizerClipNorm.definition,
        Setting.stepPer.definition, Setting.stateBetweenSequences.definition,
        Setting.remainder.definition, Setting.budget.definition, Setting.budgetUnit.definition,
        Setting.recordEvery.definition, Setting.evaluateEvery.definition,
        Setting.evaluationCharacters.definition, Setting.diagnoseEvery.definition,
        Setting.diagnosisLength.definition, Setting.diagnosisBatches.definition,
        Setting.capture.definition,
        Setting.dataFingerprint.definition, Setting.seed.definition,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// - Throws: `SweepError.unknownSetting` naming the choices.
    public static func named(_ name: String) throws(SweepError) -> SettingDefinition {
        guard let definition = byName[name] else { throw .unknownSetting(name) }
        return definition
    }
}
