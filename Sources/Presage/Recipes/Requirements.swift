import Tasks
import Vocabulary

extension Configuration {
    /// Checks what the settings require of each other, and of the task.
    /// - Throws: `Contradiction`.
    func checkAll() throws {
        try checkRequirements()
        guard let task = try sequenceTask() else { return }
        switch task {
        case .episodes(let task):
            try checkLengths(of: task)
            try checkRuleMemory(inputs: task.inputs + task.valueChannels)
        case .stream(let task):
            try checkWindows(of: task)
            try checkRuleMemory(inputs: task.characters)
        }
        try checkMemory(of: task)
        try checkCeilings(of: task)
    }

    /// The most steps of a batch of sequences, all samples counted.
    private static let stepLimit = 1 << 20

    private func checkLengths(of task: any EpisodicTask) throws(Contradiction) {
        let lengths: [(SettingName, Int)] = [
            (.curriculumStart, self[.curriculumStart]),
            (.diagnosisLength, self[.diagnosisLength]),
        ]
        for (name, length) in lengths where length > 0 && reads.contains(name) {
            let steps = task.steps(at: task.level(of: length)) * self[.batch]
            if steps > Self.stepLimit {
                throw .sequencesTooLong(
                    name, length: length, batch: self[.batch], steps: steps,
                    limit: Self.stepLimit)
            }
        }
    }

    /// The most memory that a rule may take besides its windows, in GiB.
    private static let memoryLimit = 4

    private func checkRuleMemory(inputs: Int) throws(Contradiction) {
        // Measurements train a network of their own.
        let sessions = isDiagnosed ? 2.0 : 1
        let gibibytes = sessions * 4 * ruleNumbers(inputs: inputs) / 0x1p30
        guard gibibytes > Double(Self.memoryLimit) else { return }
        throw .carriedTooLarge(
            self[.method], units: self[.units], batch: self[.batch],
            gibibytes: Int(gibibytes.rounded(.up)), limit: Self.memoryLimit)
    }

    /// The numbers that the rule holds besides its windows, by its spec.
    func ruleNumbers(inputs: Int) -> Double {
        let cell = self[.cell].type
        let batch = Double(self[.batch])
        let state = Double(cell.stateWidth(units: self[.units]))
        let gates = Double(cell.facts.gates * self[.units])
        let parameters = Double(
            cell.blocks(inputs: inputs, units: self[.units]).reduce(0) {
                $0 + $1.shape.reduce(1, *)
            })
        return (self[.method].recurrent?.spec.memory ?? []).reduce(0) { numbers, memory in
            switch memory {
            case .jacobian: numbers + batch * state * (4 * state + 3 * gates)
            case .trace: numbers + 2 * batch * state * state * (state + 1)
            case .influence: numbers + 2 * batch * state * parameters
            case .unitInfluence:
                numbers + 2 * batch * state / Double(self[.units]) * parameters
            case .tangents: numbers + 2 * batch * (state + parameters)
            }
        }
    }
}

extension EpisodicTask {
    /// The easiest level with N of `length` or more.
    func level(of length: Int) -> Level {
        var level = easiest
        while level.length < length { level = next(after: level) }
        return level
    }
}
