import Vocabulary

extension Experiment {
    /// Checks the specification for mistakes, before anything is run.
    /// - Returns: the size of that name.
    /// - Throws: `SweepError`.
    func checked(_ size: SizeName) throws(SweepError) -> SizeSpecification {
        guard problems == 1 else { throw .problems(problems, experiment: name) }
        for name in SizeName.allCases where sizes.count(where: { $0.name == name }) > 1 {
            throw .repeatedSize(name, experiment: self.name)
        }
        for item in report { try check(item) }
        guard let specification = sizes.first(where: { $0.name == size }) else {
            throw .unknownSize(
                size.rawValue, experiment: name, choices: sizes.map(\.name.rawValue))
        }
        return specification
    }

    private func check(_ item: ReportItem) throws(SweepError) {
        switch item {
        case .note: break
        case .table(let table):
            try checkAxes(table.rows, table.columns, of: "table of \(table.quantity.name)")
        case .overview(let overview):
            for name in overview.rows + [.method] { try checkAxes(name, of: "overview") }
        case .curve(let curve):
            try checkAxes(curve.lines, curve.figures, of: "curve of \(curve.quantity.name)")
        case .claim(let claim):
            for comparison in claim.comparisons {
                try check(comparison, of: "claim \(claim.identifier)")
            }
        }
    }

    private func check(_ comparison: Compare, of user: String) throws(SweepError) {
        try checkAxes(comparison.setting, of: user)
        if let along = comparison.along { try checkAxes(along, of: user) }
        var compared = [comparison.subject]
        if case .value(let reference) = comparison.reference { compared.append(reference) }
        let declared = (axes + sizes.flatMap(\.axes)).filter {
            $0.setting == comparison.setting
        }.flatMap(\.values)
        for value in compared where !declared.contains(value) {
            throw .neverOnAxis(axis: comparison.setting, value: value, user: user)
        }
    }

    private func checkAxes(_ names: SettingName..., of user: String) throws(SweepError) {
        for name in names where name != .seed && !axes.contains(where: { $0.setting == name }) {
            throw .notAnAxis(name, axes: axes.map(\.setting), user: user)
        }
        if let name = names.first, names.count > 1, names.allSatisfy({ $0 == name }) {
            throw .sameAxisTwice(name, user: user)
        }
    }
}
