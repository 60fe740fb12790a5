extension SettingName {
    /// The choices, numbers and positions that make a run read this setting, `optimizer=momentum`,
    /// the last with what they want besides.
    package var readers: [String] {
        var readers =
            numbersThatOpen.map { "\($0) other than \($0.definition.offValue)" }
            + choicesThatOpen.flatMap(\.words) + methodReaders
        if let last = readers.indices.last { readers[last] += openersMethods + onlyFor + ignoredBy }
        return readers
    }

    /// The families of networks in which something reads it.
    private var families: [NetworkFamily] {
        NetworkFamily.allCases.filter { family in
            SettingName.allCases.contains { opener in
                opener.definition.whenOn[family].contains(self)
                    || opener.definition.choices.values.contains { $0[family].contains(self) }
            }
        }
    }

    /// The numbers and positions that make a run read it unless they are those that turn them off.
    private var numbersThatOpen: [SettingName] {
        SettingName.allCases.filter { opener in
            NetworkFamily.allCases.contains { opener.definition.whenOn[$0].contains(self) }
        }
    }

    /// The choices that make a run read it, but for those of methods.
    private var choicesThatOpen: [(opener: SettingName, words: [String])] {
        SettingName.allCases.filter { $0 != .method }.compactMap { opener in
            let words = opener.definition.choices.filter { choice in
                NetworkFamily.allCases.contains { choice.value[$0].contains(self) }
            }.keys.map { "\(opener)=\($0)" }.sorted()
            return words.isEmpty ? nil : (opener, words)
        }
    }

    /// The methods that read the one setting that makes a run read this one.
    private var openersMethods: String {
        let openers = numbersThatOpen + choicesThatOpen.map(\.opener)
        guard methodReaders.isEmpty, openers.count == 1, openers[0] != .task else { return "" }
        let methods = openers[0].methodReaders
        return methods.isEmpty ? "" : " (of \(methods.joined(separator: ", ")))"
    }

    /// The family of networks that it is for, where its readers do not say that by themselves.
    private var onlyFor: String {
        let families = families
        let others = NetworkFamily.allCases.filter { !families.contains($0) }
        let methods = Method.allCases.filter { method in
            families.contains { method.reads[$0].contains(self) }
        }
        let isSaid =
            choicesThatOpen.contains { $0.opener == .task }
            || !methods.isEmpty && !methods.contains { others.contains(where: $0.trains) }
        guard let family = families.first, !others.isEmpty, !isSaid else { return "" }
        return switch family {
        case .layered: ", for task images"
        case .recurrent: ", for tasks of sequences"
        }
    }

    /// The methods with which it changes nothing.
    private var ignoredBy: String {
        let methods = Method.allCases.filter { $0.ignores.contains(self) }.map(\.name)
        return methods.isEmpty
            ? "" : ", but not with method=" + methods.joined(separator: ", ")
    }

    /// The methods that read this setting, a rule's or an option's all together: `method=sg_*`.
    private var methodReaders: [String] {
        func reads(_ method: Method) -> Bool {
            NetworkFamily.allCases.contains {
                method.trains($0) && method.reads[$0].contains(self)
            }
        }
        var names = SyntheticOption.allCases.filter { option in
            NetworkFamily.allCases.contains { option.reads[$0].contains(self) }
        }.map { "*_\($0.rawValue)" }
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
