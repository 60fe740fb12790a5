extension Configuration {
    /// The layers above which a network is cut for its workers, evenly: worker k of w has the layers
    /// from depth·k/w up to depth·(k + 1)/w.
    package var cuts: [Int] {
        switch self[.parallel] {
        case .locked, .pipelined, .stale, .decoupled, .forwardUnlocked:
            (1..<max(1, self[.workers])).map { self[.depth] * $0 / self[.workers] - 1 }
        case .data, .windows: []
        }
    }

    /// Checks what workers require of the other settings, as far as no data are needed for it.
    /// - Throws: `Contradiction`.
    func checkWorkers() throws(Contradiction) {
        guard self[.workers] > 0 else { return }
        let (kind, task) = (self[.parallel], self[.task])
        switch task.spec.form {
        case .images, .stream:
            guard kind.families.contains(family) else { throw .otherSharing(kind, task) }
        case .episodes: throw .sharedEpisodes(task)
        }
        if self[.capture] > 0 { throw .notWithWorkers(Assignment(.capture, self[.capture])) }
        if reads.contains(.synthesizerSteps) && self[.synthesizerSteps] > 1 {
            throw .notWithWorkers(Assignment(.synthesizerSteps, self[.synthesizerSteps]))
        }
        switch family {
        case .recurrent: try checkRecurrentWorkers()
        case .layered: try checkLayeredWorkers()
        }
    }

    private func checkRecurrentWorkers() throws(Contradiction) {
        if self[.diagnoseEvery] > 0 {
            throw .notWithWorkers(Assignment(.diagnoseEvery, self[.diagnoseEvery]))
        }
        if self[.diagnoseAt] != .none {
            throw .notWithWorkers(Assignment(.diagnoseAt, self[.diagnoseAt]))
        }
        switch self[.method].recurrent {
        case .truncatedBPTT, .synthetic: break
        case .fullBPTT, .truncatedBPTTExtra, .truncatedBPTTDouble, .oracle, .oracleScaled,
            .permutedSynthetic, .meanSynthetic, .bpLambda, .bpLambdaOnline, .rtrl, .snap1, .rflo,
            .uoro, nil:
            throw .otherSharedMethod(self[.parallel], self[.method])
        }
    }

    private func checkLayeredWorkers() throws(Contradiction) {
        let (kind, workers) = (self[.parallel], self[.workers])
        let wanted: [LayeredRule] =
            switch kind {
            case .locked, .pipelined, .stale, .data: [.backprop]
            case .decoupled, .forwardUnlocked: [.synthetic]
            case .windows: []
            }
        guard let rule = self[.method].layered, wanted.contains(rule) else {
            throw .otherSharedMethod(kind, self[.method])
        }
        if kind == .pipelined && !self[.batch].isMultiple(of: self[.microbatches]) {
            throw .unevenMicrobatches(self[.microbatches], batch: self[.batch])
        }
        if kind == .pipelined && self[.microbatches] == self[.batch] && self[.batchNormalization]
            && self[.network] == .dense
        {
            throw .normalizedMicrobatch(self[.microbatches])
        }
        if self[.updateProbability] < 1 {
            throw .notWithWorkers(Assignment(.updateProbability, self[.updateProbability]))
        }
        guard kind == .data || workers <= self[.depth] else {
            throw .moreWorkersThanLayers(workers: workers, depth: self[.depth])
        }
        let hasInputs = reads.contains(.inputSynthesizer) && self[.inputSynthesizer] != .none
        if hasInputs != (kind == .forwardUnlocked) {
            throw .inputsOfSharing(self[.inputSynthesizer], kind)
        }
        guard rule == .synthetic else { return }
        if reads.contains(.warmUp) && self[.warmUp] > 0 {
            throw .notWithWorkers(Assignment(.warmUp, self[.warmUp]))
        }
        if self[.layerMixing] > 0 {
            throw .notWithWorkers(Assignment(.layerMixing, self[.layerMixing]))
        }
        let placed = Set(self[.placement].layers(depth: self[.depth]))
        guard placed.isSuperset(of: cuts) else {
            throw .cutWithoutSynthesizer(self[.placement], cuts: cuts)
        }
    }
}
