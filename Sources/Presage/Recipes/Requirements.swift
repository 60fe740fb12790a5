import Tasks
import Vocabulary

extension Configuration {
    /// Checks what the settings require of each other, and of the task.
    /// - Throws: `Contradiction`.
    func checkAll() throws {
        try checkRequirements()
        switch try sequenceTask() {
        case .episodes(let task):
            try checkLengths(of: task)
            try checkMemory(inputs: task.inputs + task.valueChannels)
        case .stream(let task): try checkMemory(inputs: task.characters)
        case nil: break
        }
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
                    name, length: length, steps: steps, limit: Self.stepLimit)
            }
        }
    }

    /// The most memory that a rule may carry along, in GiB.
    private static let carriedLimit = 4

    private func checkMemory(inputs: Int) throws(Contradiction) {
        guard let memory = self[.method].recurrent?.spec.memory else { return }
        let cell = self[.cell].type
        let batch = Double(self[.batch])
        let state = Double(cell.stateWidth(units: self[.units]))
        let parameters = Double(
            cell.blocks(inputs: inputs, units: self[.units]).reduce(0) {
                $0 + $1.shape.reduce(1, *)
            })
        // The carried tensors, and as much again to work in.
        let numbers =
            switch memory {
            case .window: 0.0
            case .trace: 2 * batch * state * state * (state + 1)
            case .influence: 3 * batch * state * parameters
            case .unitInfluence: 2 * batch * state / Double(self[.units]) * parameters
            case .tangents: 2 * batch * (state + parameters)
            }
        let gibibytes = 4 * numbers / 0x1p30
        guard gibibytes > Double(Self.carriedLimit) else { return }
        throw .carriedTooLarge(
            self[.method], units: self[.units], batch: self[.batch],
            gibibytes: Int(gibibytes.rounded(.up)), limit: Self.carriedLimit)
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
