extension Configuration {
    /// The settings that every run reads.
    private static let roots: SettingSet = [
        .task, .batch, .optimizer, .learningRate, .gradientScaling, .method, .budget, .budgetUnit,
        .recordEvery, .evaluateEvery, .diagnoseEvery, .capture, .seed,
    ]

    /// The settings whose values decide whether others are read.
    private static let openers = SettingName.allCases.filter {
        !$0.definition.choices.isEmpty || $0.definition.whenOn != []
    }

    /// The kind of network that is trained.
    package var family: NetworkFamily { self[.task].spec.form.family }

    /// The settings that something in the run reads: no other can change its result.
    package var reads: SettingSet {
        let family = family
        var read = Self.roots
        while true {
            let before = read
            for name in Self.openers where read.contains(name) {
                read.formUnion(name.definition.reads(at: value(of: name))[family])
            }
            if read == before { return read }
        }
    }

    /// The configuration of all runs with the same result: what is not read is at its default.
    ///
    /// Synthesizers on no layer are backpropagation, bit for bit (E5), and are called so.
    package var canonical: Configuration {
        var canonical = self
        if family == .layered && self[.method].layered == .synthetic && self[.placement] == .none
            && self[.inputSynthesizer] == .none
        {
            canonical[.method] = .backprop
        }
        let read = canonical.reads
        for name in SettingName.allCases where !read.contains(name) {
            canonical.set(name, name.definition.defaultValue)
        }
        return canonical
    }
}

extension SettingName {
    /// The choices and numbers that make a run read this setting: `optimizer=momentum`.
    package var readers: [String] {
        let families = NetworkFamily.allCases.filter { family in
            SettingName.allCases.contains { opener in
                opener.definition.whenOn[family].contains(self)
                    || opener.definition.choices.values.contains { $0[family].contains(self) }
            }
        }
        // A setting of images alone, which the choice by itself does not say.
        let besides = families == [.layered] ? " (task images)" : ""
        let switches = SettingName.allCases.filter { opener in
            families.contains { opener.definition.whenOn[$0].contains(self) }
        }.map { "\($0) other than 0" }
        let words = SettingName.allCases.filter { $0 != .method }.flatMap { opener in
            opener.definition.choices.filter { choice in
                families.contains { choice.value[$0].contains(self) }
            }.keys.map { "\(opener)=\($0)" }.sorted()
        }
        return (switches + words + methodReaders).map { $0 + besides }
    }

    /// The methods that read this setting, a rule's or an option's all together: `method=sg_*`.
    private var methodReaders: [String] {
        func reads(_ method: Method) -> Bool {
            NetworkFamily.allCases.contains {
                method.trains($0) && method.reads[$0].contains(self)
            }
        }
        if let option = SyntheticOption.allCases.first(where: { option in
            Method.allCases.allSatisfy { reads($0) == $0.options.contains(option) }
        }) {
            return ["method=*_\(option.rawValue)"]
        }
        var names: [String] = []
        for methods in Method.allCases.filter({ $0.options.isEmpty }).grouped(by: \.word) {
            let readers = methods.filter(reads)
            names +=
                readers.count == methods.count && methods.count > 1
                ? [methods[0].word + "_*"] : readers.map(\.name)
        }
        return names.map { "method=\($0)" }
    }
}

extension Array {
    /// Runs of neighbours with one key.
    fileprivate func grouped(by key: (Element) -> String) -> [[Element]] {
        reduce(into: []) { groups, element in
            if let last = groups.last?.first, key(last) == key(element) {
                groups[groups.count - 1].append(element)
            } else {
                groups.append([element])
            }
        }
    }
}
