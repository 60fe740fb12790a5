import Sweeps
import Tasks

extension Configuration {
    /// Which combinations of settings have no meaning.
    /// - Throws: `SweepError.contradiction`.
    func checkForContradictions() throws(SweepError) {
        if let reason = imageFault ?? bandFault ?? taskFault ?? methodFault {
            throw .contradiction(reason: reason)
        }
    }

    private var bandFault: String? {
        let bands: [(Setting<String>, Setting<Double>, Setting<Double>)] = [
            (.gradientScaling, .normFloor, .clipNorm),
            (.carriedScaling, .carriedNormFloor, .carriedClipNorm),
        ]
        return bands.lazy.compactMap(fault).first
    }

    /// What is wrong with a rule of scaling and the norms it is given.
    private func fault(
        _ rule: Setting<String>, _ lower: Setting<Double>, _ upper: Setting<Double>
    ) -> String? {
        let (word, floor, ceiling) = (self[rule], self[lower], self[upper])
        if word == "normalize" && ceiling == 0 {
            return "\(rule.name) is 'normalize', but \(upper.name), the norm, is 0: "
                + "set \(upper.name) above 0"
        }
        if word == "band" && ceiling > 0 && floor > ceiling {
            return "\(lower.name) is \(floor), above \(upper.name), \(ceiling): "
                + "a band goes from the smaller to the larger"
        }
        if word != "band" && floor > 0 {
            return "\(lower.name) is \(floor), but \(rule.name) is '\(word)': "
                + "use band, which has a lower end"
        }
        return nil
    }

    private var taskFault: String? { episodicTask.map(episodicFault) ?? textFault }

    /// What is wrong with sequences of a curriculum.
    private func episodicFault(_ task: any EpisodicTask) -> String? {
        if self[.task] == "adding" && self[.curriculumThreshold] > 0.1 {
            return
                "curriculum_threshold is \(self[.curriculumThreshold]), but task adding is scored by "
                + "squared error, which a constant answer lowers to 0.17: use 0.02"
        }
        for setting in [Setting<Int>.curriculumStart, .diagnosisLength] where self[setting] > 0 {
            var level = task.easiest
            while level.length < self[setting] { level = task.next(after: level) }
            let rows = task.steps(at: level) * self[.batch]
            if rows > Self.rowLimit {
                return
                    "\(setting.name) is \(self[setting]): \(rows) steps in a batch of sequences are "
                    + "more than \(Self.rowLimit): use a shorter length or a smaller batch"
            }
        }
        return nil
    }

    /// Steps of a batch of sequences, all samples counted.
    private static let rowLimit = 1 << 20

    private var textFault: String? {
        guard isText else { return nil }
        let method = self[.method]
        if method == .fullBPTT {
            return "method is 'bptt', which backpropagates through whole sequences, but task text "
                + "is one stream: use truncated_bptt with a large truncation"
        }
        if lookAhead == nil && looksAhead {
            return
                "method is '\(method.name)', which runs ahead to the end of a sequence, but task "
                + "text is one stream: set horizon to a number of steps"
        }
        if self[.stepPer] == "sequence" {
            return "step_per is 'sequence', but task text is one stream: use window"
        }
        return nil
    }

    private var looksAhead: Bool {
        switch self[.method].boundary {
        case .exact, .synthetic(_, .lambdaReturn, _): true
        default: false
        }
    }

    private var methodFault: String? {
        let name = self[.method].name
        if looksAhead && !options.carriedRange.isOpen {
            return
                "carried_scaling is '\(self[.carriedScaling])', but \(name) carries gradients from "
                + "beyond the window exactly: set carried_clip_norm to 0"
        }
        guard case .synthetic(_, let targets, _) = self[.method].boundary else { return nil }
        guard targets != .bootstrapped else { return nil }
        if self[.sequenceEnd] != "zero" {
            return
                "sequence_end is '\(self[.sequenceEnd])', but the targets of \(name) are exactly "
                + "zero at a sequence's end: use zero"
        }
        if self[.mixingLambda] < 1 {
            return "mixing_lambda is \(self[.mixingLambda]), but \(name) has targets of its own: "
                + "use 1, and return_lambda for its targets"
        }
        guard targets == .accumulated else { return nil }
        if self[.synthesizerCopyEvery] > 0 {
            return "synthesizer_copy_every is \(self[.synthesizerCopyEvery]), but \(name) compares "
                + "the synthesizer with itself: use 0"
        }
        if options.sgScale != 1 && options.scalesBootstrap {
            return
                "sg_scale is \(self[.sgScale]), but the temporal differences of \(name) add up only "
                + "without a factor in the targets: set scale_bootstrap=no"
        }
        let width = cellKind.type.stateWidth(units: self[.units])
        let gibibytes = Double(2 * 4 * self[.batch] * width * width * (width + 1)) / 0x1p30
        return gibibytes <= 4
            ? nil
            : "method is '\(name)' with units \(self[.units]) and batch \(self[.batch]): its traces "
                + "would take \(Int(gibibytes)) GiB: use fewer units or a smaller batch"
    }
}
