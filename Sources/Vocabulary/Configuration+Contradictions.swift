extension Configuration {
    /// Checks what the settings that are read require of each other, as far as no task and no data
    /// are needed for it.
    /// - Throws: `Contradiction`.
    package func checkRequirements() throws(Contradiction) {
        let (method, task) = (self[.method], self[.task])
        guard method.trains(family) else { throw .otherFamily(method, task) }
        let read = reads
        try checkRange(
            isNormalizing: self[.gradientScaling] == .normalize, .gradientScaling, .normFloor,
            .clipNorm, of: read)
        try checkRange(
            isNormalizing: self[.carriedScaling] == .normalize, .carriedScaling,
            .carriedNormFloor, .carriedClipNorm, of: read)
        if let last = self[.diagnoseAt].all.last, last > self[.budget] {
            throw .diagnosedBeyond(self[.diagnoseAt], budget: self[.budget])
        }
        switch task.spec.form {
        case .episodes: try checkEpisodes()
        case .stream: try checkStream()
        case .images: try checkImages()
        }
        if self[.batch] == 1 && read.contains(.synthesizerBatchNormalization)
            && self[.synthesizerBatchNormalization]
        {
            throw .normalizedAlone(.synthesizerBatchNormalization)
        }
        if read.contains(.synthesizerSteps) && self[.synthesizerSteps] > 1
            && read.contains(.stepPer) && self[.stepPer] == .sequence
        {
            throw .repeatedOverSequences(steps: self[.synthesizerSteps])
        }
        try checkWorkers()
        guard let rule = method.recurrent, family == .recurrent else { return }
        if rule.spec.isUnitLocal && self[.cell].spec.mixesUnits {
            throw .mixedUnits(method, self[.cell])
        }
        if rule == .bpLambdaOnline && self[.sgScale] != 1 && self[.scaleBootstrap] {
            throw .scaledDifferences(method, scale: self[.sgScale])
        }
    }

    private func checkRange(
        isNormalizing: Bool, _ rule: SettingName, _ lower: SettingName, _ upper: SettingName,
        of read: SettingSet
    ) throws(Contradiction) {
        guard read.contains(upper), case .real(let ceiling) = value(of: upper),
            case .real(let floor) = value(of: lower)
        else { return }
        if isNormalizing && ceiling == 0 { throw .normalizedToZero(rule: rule, norm: upper) }
        if read.contains(lower) && ceiling > 0 && floor > ceiling {
            throw .reversedRange(lower: lower, floor: floor, upper: upper, ceiling: ceiling)
        }
    }

    private func checkEpisodes() throws(Contradiction) {
        if self[.task] == .adding && self[.curriculumThreshold] > 0.1 {
            throw .thresholdInBits(self[.curriculumThreshold])
        }
    }

    private func checkStream() throws(Contradiction) {
        guard let spec = self[.method].recurrent?.spec else { return }
        if spec.pace == .sequence { throw .wholeSequencesOfStream(self[.method], self[.task]) }
        if spec.looksAhead && self[.horizon] == 0 {
            throw .endlessLookAhead(self[.method], self[.task])
        }
    }

    private func checkImages() throws(Contradiction) {
        if self[.data] == SettingName.data.definition.defaultValue.description {
            throw .textForImages(self[.data])
        }
        if self[.budgetUnit] == .timeSteps { throw .noTime(self[.task]) }
        guard reads.contains(.placement) else { return }
        let layers = self[.placement].layers(depth: self[.depth])
        if let last = layers.last, last > self[.depth] - 2 {
            throw .placementBeyond(self[.placement], depth: self[.depth])
        }
        if self[.inputSynthesizer] != .none && layers.isEmpty {
            throw .inputsOfNoLayer(self[.inputSynthesizer])
        }
    }
}
