import Sweeps

extension Configuration {
    /// Which combinations of settings have no meaning.
    /// - Throws: `SweepError.contradiction`.
    func checkForContradictions() throws(SweepError) {
        for reason in [bandFault, textFault, methodFault].compactMap({ $0 }) {
            throw .contradiction(reason: reason)
        }
    }

    private var bandFault: String? {
        let bands: [(Setting<String>, Setting<Double>, Setting<Double>)] = [
            (.gradientScaling, .normFloor, .clipNorm),
            (.carriedScaling, .carriedNormFloor, .carriedClipNorm),
        ]
        for (rule, floor, ceiling) in bands
        where self[rule] == "band" && self[ceiling] > 0 && self[floor] > self[ceiling] {
            return "\(floor.name) is \(self[floor]), above \(ceiling.name), \(self[ceiling]): "
                + "a band goes from the smaller to the larger"
        }
        return nil
    }

    private var textFault: String? {
        guard isText else { return nil }
        let method = self[.method]
        if method == .fullBPTT {
            return "method is 'bptt', which backpropagates through whole sequences, but task text "
                + "is one stream: use truncated_bptt with a large truncation"
        }
        if lookAhead == nil && runsAhead {
            return
                "method is '\(method.name)', which runs ahead to the end of a sequence, but task "
                + "text is one stream: set horizon to a number of steps"
        }
        if self[.stepPer] == "sequence" {
            return "step_per is 'sequence', but task text is one stream: use window"
        }
        return nil
    }

    private var runsAhead: Bool {
        switch self[.method].boundary {
        case .exact, .synthetic(_, .lambdaReturn, _): true
        default: false
        }
    }

    private var methodFault: String? {
        guard case .synthetic(_, let targets, _) = self[.method].boundary else { return nil }
        guard targets != .bootstrapped else { return nil }
        let name = self[.method].name
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
        let width = (self[.cell].hasPrefix("lstm") ? 2 : 1) * self[.units]
        let gibibytes = Double(2 * 4 * self[.batch] * width * width * (width + 1)) / 0x1p30
        return gibibytes <= 4
            ? nil
            : "method is '\(name)' with units \(self[.units]) and batch \(self[.batch]): its traces "
                + "would take \(Int(gibibytes)) GiB: use fewer units or a smaller batch"
    }
}
