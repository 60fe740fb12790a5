import Tasks
import Vocabulary

extension Configuration {
    /// Checks what the settings require of each other, and of the task.
    /// - Throws: `Contradiction`.
    func checkAll() throws {
        try checkRequirements()
        switch self[.task].spec.form {
        case .episodes:
            if case .episodes(let task)? = try sequenceTask() { try checkLengths(of: task) }
            try checkMemory()
        case .stream: try checkMemory()
        case .images: break
        }
    }

    /// Steps of a batch of sequences, all samples counted.
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

    /// What a rule may carry along, in GiB.
    private static let carriedLimit = 4

    private func checkMemory() throws(Contradiction) {
        guard let rule = self[.method].recurrent else { return }
        let width = self[.cell].type.stateWidth(units: self[.units])
        let numbers = carriedNumbers(of: rule, stateWidth: width)
        let gibibytes = 4 * numbers / 0x1p30
        guard gibibytes > Double(Self.carriedLimit) else { return }
        throw .carriedTooLarge(
            self[.method], units: self[.units], batch: self[.batch],
            gibibytes: Int(gibibytes.rounded(.up)), limit: Self.carriedLimit)
    }

    /// About how many numbers a rule carries along or works in.
    private func carriedNumbers(of rule: RecurrentRule, stateWidth: Int) -> Double {
        let (batch, width) = (Double(self[.batch]), Double(stateWidth))
        return switch rule.spec.memory {
        case .window: 0
        case .trace: 2 * batch * width * width * (width + 1)
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
