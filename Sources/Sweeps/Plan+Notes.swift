import Vocabulary

extension Plan {
    /// What the report of this sweep will have nothing for: quantities of other tasks than those that
    /// its cells have, as an override leaves them.
    package var notes: [SweepError] {
        let tasks = tasks
        return experiment.report.flatMap { item -> [SweepError] in
            let (quantities, user): ([Quantity], String) =
                switch item {
                case .note: ([], "")
                case .table(let table): ([table.quantity], "table of \(table.quantity.name)")
                case .overview(let overview): (overview.quantities, "overview")
                case .sentence(let sentence): (sentence.means.map(\.quantity), "sentence")
                case .curve(let curve): (curve.quantities, "curve of \(curve.quantity.name)")
                case .figure(let figure): (figure.quantities, figure.user)
                case .claim(let claim):
                    (claim.comparisons.map(\.quantity), "claim \(claim.identifier)")
                }
            return quantities.compactMap { quantity in
                guard let forms = quantity.forms,
                    !tasks.contains(where: { forms.contains($0.spec.form) })
                else { return nil }
                return .neverMeasured(
                    quantity.name, tasks: tasks,
                    measuring: TaskKind.allCases.filter { forms.contains($0.spec.form) },
                    user: user)
            }
        }
    }

    /// The tasks that some cell has.
    private var tasks: [TaskKind] {
        let swept = axes.first { $0.setting == .task }?.values ?? []
        let given =
            swept
            + conditions.flatMap(\.assignments).filter { $0.setting == .task }
            .map(\.value)
        let all = Set(given + (swept.isEmpty ? [configuration(at: 0).value(of: .task)] : []))
        return TaskKind.allCases.filter { all.contains($0.value) }
    }
}
