import Vocabulary

extension Experiment {
    /// Checks the specification for mistakes, before anything is run.
    /// - Returns: the size of that name.
    /// - Throws: `SweepError`.
    func checked(_ size: SizeName) throws(SweepError) -> SizeSpecification {
        try checkName()
        guard problems == 1 else { throw .problems(problems, experiment: name) }
        for name in SizeName.allCases where sizes.count(where: { $0.name == name }) > 1 {
            throw .repeatedSize(name, experiment: self.name)
        }
        guard let specification = sizes.first(where: { $0.name == size }) else {
            throw .unknownSize(
                size.rawValue, experiment: name, choices: sizes.map(\.name.rawValue))
        }
        for count in [seeds] + sizes.compactMap(\.seeds)
        where !(1...AxisLayout.cellLimit).contains(count) {
            throw .seeds(count, experiment: name, limit: AxisLayout.cellLimit)
        }
        guard (0...Int(UInt32.max)).contains(firstSeed) else {
            throw .firstSeed(firstSeed, experiment: name, limit: Int(UInt32.max))
        }
        for size in sizes { try checkAxes(of: size) }
        try checkAssignments()
        for item in report { try check(item) }
        return specification
    }

    /// The name is one of a file and a word of a command.
    private func checkName() throws(SweepError) {
        func isPlain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let isName =
            name.utf8.first.map(isPlain) == true && name.utf8.count <= 64
            && name.utf8.allSatisfy { isPlain($0) || "-_".utf8.contains($0) }
        guard isName else { throw .experimentName(name) }
    }

    private func checkAxes(of size: SizeSpecification) throws(SweepError) {
        var seen: Set<SettingName> = []
        for axis in size.axes {
            guard axes.contains(where: { $0.setting == axis.setting }) else {
                throw .notAnAxis(
                    axis.setting, axes: axes.map(\.setting), user: "size \(size.name.rawValue)")
            }
            guard seen.insert(axis.setting).inserted else { throw .repeatedAxis(axis.setting) }
        }
    }

    /// No axis is given a value, and conditions are on values that are swept.
    private func checkAssignments() throws(SweepError) {
        let conditions = conditions + sizes.flatMap(\.conditions)
        let conditional = conditions.flatMap(\.assignments)
        for assignment in assignments + sizes.flatMap(\.assignments) + conditional
        where isAxis(assignment.setting) {
            throw .assignedAxis(assignment.setting, value: assignment.value)
        }
        // What is no axis may become one by an override, and is checked with those.
        for condition in conditions where isAxis(condition.place.setting) {
            try checkValue(condition.place.value, on: condition.place.setting, of: "Where")
        }
    }
}

// What sweeps have on their axes.
extension Experiment {
    func isAxis(_ name: SettingName) -> Bool {
        name == .seed || axes.contains { $0.setting == name }
    }

    /// The values on an axis, whatever the size.
    func values(of axis: SettingName) -> Set<Value> {
        Set(
            sizes.flatMap { size in
                AxisLayout(self, size).axes.first { $0.setting == axis }?.values ?? []
            })
    }

    func checkValue(
        _ value: Value, on axis: SettingName, of user: String
    ) throws(SweepError) {
        guard values(of: axis).contains(value) else {
            throw .neverOnAxis(axis: axis, value: value, user: user)
        }
    }
}
